/** The page's side of the engine worker. */
import { Connection } from '../workers/connect.ts';
import { startModuleWorker } from '../workers/start.ts';
import { transfer } from '../workers/transfer.ts';
import { EngineError } from './errors.ts';
import { ENGINE_ERRORS, type EngineApi } from './protocol.ts';
import type {
  Encoded,
  EncodeOptions,
  Engine,
  EngineEvent,
  InputTokens,
  LoadOptions,
  ModelInfo,
  Pair,
  Stored,
} from './types.ts';
import script from './worker.ts?worker&url';

/**
 * Starts the engine's worker. It does nothing until a model is loaded.
 * @param rows A port of the store of vectors, without which `store` throws.
 */
export function createEngineClient(rows?: MessagePort): Engine {
  return new EngineClient(rows);
}

/** A crashed engine is not replaced: its model is gone with it. An aborted call's worker stops at the end of its batch. */
class EngineClient implements Engine {
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #connection = new Connection<EngineApi, EngineEvent>(
    startModuleWorker(script, import.meta.url, 'facet-engine'),
    {
      name: 'facet-engine',
      errors: ENGINE_ERRORS,
      describeCrash: ({ reason }) =>
        new EngineError(`The engine stopped (${reason}); reload the page`),
      onCrash: (_, { message }) => this.#emit({ kind: 'failed', message }),
      onEvent: (event) => this.#emit(event),
    },
  );

  constructor(rows: MessagePort | undefined) {
    if (rows === undefined) return;
    // Should the worker stop, each later call says so.
    this.#connection.call('connect', transfer(rows, [rows])).catch(() => undefined);
  }

  load({ source, device, ...how }: LoadOptions): Promise<ModelInfo> {
    // The worker's own address is not the page's.
    const absolute =
      'url' in source ? { ...source, url: new URL(source.url, document.baseURI).href } : source;
    return this.#connection.call('load', { source: absolute, device }, how);
  }

  encode(
    pairs: readonly Pair[],
    { priority = 'interactive', ...how }: EncodeOptions = {},
  ): Promise<Encoded> {
    return this.#connection.call('encode', { pairs, priority }, how);
  }

  store(
    pairs: readonly Pair[],
    { priority = 'interactive', ...how }: EncodeOptions = {},
  ): Promise<Stored> {
    return this.#connection.call('store', { pairs, priority }, how);
  }

  read(
    pairs: readonly Pair[],
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<readonly InputTokens[]> {
    return this.#connection.call('read', pairs, { signal });
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#connection.close(new EngineError('the engine was closed'));
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
