/** A {@link Runner} in a worker of its own, as the engine worker sees it. */
import type { Model } from '../model-folder/format.ts';
import { Connection } from '../workers/connect.ts';
import { startModuleWorker } from '../workers/start.ts';
import type { Batch } from './batch.ts';
import { EngineError } from './errors.ts';
import { ENGINE_ERRORS, type RunnerApi, type RunnerLost } from './protocol.ts';
import type { Runner } from './runner.ts';
import script from './runner-worker.ts?worker&url';
import type { Device } from './types.ts';

/** A runner in a worker. Ends with its first crash or loss: the engine's core replaces it. */
class WorkerRunner implements Runner {
  readonly #connection: Connection<RunnerApi, RunnerLost> = new Connection(
    startModuleWorker(script, import.meta.url, 'facet-runner'),
    {
      name: 'facet-runner',
      errors: ENGINE_ERRORS,
      describeCrash: ({ reason }) => new EngineError(`a worker stopped: ${reason}`),
      onEvent: ({ reason }) => this.#connection.close(new EngineError(reason)),
    },
  );

  /** Loads the runtime, so that `start` is quick. A failure here recurs in `start`. */
  prepare(device: Device, threads: number): void {
    this.#connection.call('prepare', { device, threads }).catch(() => {});
  }

  start({ spec, tensors }: Model, device: Device, threads: number): Promise<void> {
    return this.#connection.call('start', { device, threads, spec, tensors });
  }

  run(batch: Batch): Promise<Float32Array> {
    return this.#connection.call('run', batch);
  }

  close(): void {
    this.#connection.close(new EngineError('the runner was closed'));
  }
}

/** Runners of one kind; the first can be prepared before the model is there. */
export class RunnerPool {
  readonly #device: Device;
  readonly #threads: number;
  #prepared: WorkerRunner | null = null;

  constructor(device: Device, threads: number) {
    this.#device = device;
    this.#threads = threads;
  }

  /** Starts a worker that loads the runtime in advance: `spawn` takes it first. */
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
