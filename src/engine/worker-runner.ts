/** A {@link Runner} in a worker of its own, as the engine worker sees it. */
import type { Model } from '../model/format.ts';
import { startModuleWorker } from '../workers/start.ts';
import type { Batch } from './batch.ts';
import { EngineError } from './errors.ts';
import type { RunnerReply, RunnerRequest } from './protocol.ts';
import type { Runner } from './runner.ts';
import script from './runner-worker.ts?worker&url';
import type { Device } from './types.ts';
import { fromWire } from './wire-error.ts';

interface Pending {
  resolve(vectors: Float32Array): void;
  reject(error: Error): void;
}

class WorkerRunner implements Runner {
  readonly #worker = startModuleWorker(script, import.meta.url, 'facet-runner');
  readonly #pending = new Map<number, Pending>();
  #lost: EngineError | null = null;
  #nextId = 0;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<RunnerReply>) => this.#receive(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#end(new EngineError(`a worker stopped: ${event.message || 'its script did not load'}`));
    };
  }

  /** Loads the runtime, so that `start` is quick. What fails here fails again in `start`. */
  prepare(device: Device, threads: number): void {
    this.#call((id) => ({ kind: 'prepare', id, device, threads })).catch(() => {});
  }

  async start(model: Model, device: Device, threads: number): Promise<void> {
    const { spec, tensors } = model;
    await this.#call((id) => ({ kind: 'start', id, device, threads, spec, tensors }));
  }

  run(batch: Batch): Promise<Float32Array> {
    return this.#call((id) => ({ kind: 'run', id, batch }));
  }

  close(): void {
    this.#end(new EngineError('the runner was closed'));
  }

  #call(request: (id: number) => RunnerRequest): Promise<Float32Array> {
    if (this.#lost !== null) return Promise.reject(this.#lost);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage(request(id) satisfies RunnerRequest);
    });
  }

  #receive(reply: RunnerReply): void {
    if (reply.kind === 'lost') {
      this.#end(new EngineError(reply.reason));
      return;
    }
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.kind === 'error') pending?.reject(fromWire(reply.error));
    else pending?.resolve(reply.kind === 'vectors' ? reply.vectors : new Float32Array());
  }

  #end(error: EngineError): void {
    this.#lost ??= error;
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

/** Runners of one kind, the first of them prepared before there is a model. */
export class RunnerPool {
  readonly #device: Device;
  readonly #threads: number;
  #prepared: WorkerRunner | null = null;

  constructor(device: Device, threads: number) {
    this.#device = device;
    this.#threads = threads;
  }

  /** Starts a worker that loads the runtime meanwhile: `spawn` takes it first. */
  prepare(): void {
    this.#prepared = new WorkerRunner();
    this.#prepared.prepare(this.#device, this.#threads);
  }

  /** @throws EngineError if the worker, the runtime, the graph or the device does not start. */
  async spawn(model: Model): Promise<Runner> {
    const runner = this.#prepared ?? new WorkerRunner();
    this.#prepared = null;
    try {
      await runner.start(model, this.#device, this.#threads);
      return runner;
    } catch (error) {
      runner.close();
      throw error;
    }
  }

  /** Closes a prepared worker that was not needed. */
  discard(): void {
    this.#prepared?.close();
    this.#prepared = null;
  }
}
