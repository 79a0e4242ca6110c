/** The page's side of the engine worker. */
import { startModuleWorker } from '../workers/start.ts';
import { EngineError } from './errors.ts';
import type { EngineReply, EngineRequest } from './protocol.ts';
import type {
  Encoded,
  EncodeOptions,
  Engine,
  EngineEvent,
  LoadOptions,
  ModelInfo,
  Pair,
  Reading,
} from './types.ts';
import { fromWire } from './wire-error.ts';
import script from './worker.ts?worker&url';

interface Call {
  onReply(reply: EngineReply): void;
  reject(error: Error): void;
}

/** Starts the engine's worker. It does nothing until a model is loaded. */
export function createEngineClient(): Engine {
  return new EngineClient();
}

class EngineClient implements Engine {
  readonly #worker = startModuleWorker(script, import.meta.url, 'facet-engine');
  readonly #calls = new Map<number, Call>();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #nextId = 0;
  #ended: EngineError | null = null;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<EngineReply>) => {
      if (data.kind === 'event') this.#emit(data.event);
      else this.#calls.get(data.id)?.onReply(data);
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      const reason = event.message || 'its script did not load';
      this.#end(new EngineError(`The engine stopped (${reason}); reload the page`));
      this.#emit({ kind: 'failed', message: this.#ended!.message });
    };
  }

  load({ source, device, signal, onProgress }: LoadOptions): Promise<ModelInfo> {
    return this.#call(
      // The worker's own address is not the page's.
      (id) => ({
        kind: 'load',
        id,
        source:
          'url' in source ? { ...source, url: new URL(source.url, document.baseURI).href } : source,
        device,
      }),
      signal,
      (reply, resolve) => {
        if (reply.kind === 'load-progress') onProgress?.(reply.progress);
        else if (reply.kind === 'loaded') resolve(reply.info);
      },
    );
  }

  encode(
    pairs: readonly Pair[],
    { signal, priority = 'interactive', onProgress }: EncodeOptions = {},
  ): Promise<Encoded> {
    return this.#call(
      (id) => ({ kind: 'encode', id, pairs, priority }),
      signal,
      (reply, resolve) => {
        if (reply.kind === 'encode-progress') onProgress?.(reply.progress);
        else if (reply.kind === 'encoded') resolve(reply.result);
      },
    );
  }

  read(
    pairs: readonly Pair[],
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<readonly Reading[]> {
    return this.#call(
      (id) => ({ kind: 'read', id, pairs }),
      signal,
      (reply, resolve) => {
        if (reply.kind === 'readings') resolve(reply.readings);
      },
    );
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#end(new EngineError('the engine was closed'));
  }

  #call<T>(
    request: (id: number) => EngineRequest,
    signal: AbortSignal | undefined,
    receive: (reply: EngineReply, resolve: (value: T) => void) => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (this.#ended !== null) return reject(this.#ended);
      const id = this.#nextId++;
      // The caller is free at once; the worker stops at the end of its batch.
      const onAbort = () => {
        this.#post({ kind: 'abort', id });
        settle();
        reject(signal!.reason);
      };
      const settle = () => {
        this.#calls.delete(id);
        signal?.removeEventListener('abort', onAbort);
      };
      this.#calls.set(id, {
        onReply: (reply) => {
          if (reply.kind === 'error') {
            settle();
            reject(fromWire(reply.error));
          } else {
            receive(reply, (value) => {
              settle();
              resolve(value);
            });
          }
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      signal?.addEventListener('abort', onAbort);
      this.#post(request(id));
    });
  }

  #post(request: EngineRequest): void {
    this.#worker.postMessage(request);
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #end(error: EngineError): void {
    this.#ended ??= error;
    this.#worker.terminate();
    for (const call of [...this.#calls.values()]) call.reject(this.#ended);
  }
}
