/** The page's side of the engine worker. */
import { isolated } from '../lib/isolate.ts';
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
  Split,
  SplitRequest,
  Stored,
  StoreOptions,
} from './types.ts';
import script from './worker.ts?worker&url';

/**
 * Milliseconds between two looks at a worker that has work. Timers of a sleeping or hidden page come later, never
 * earlier.
 */
const LOOK_MS = 1000;
/** Looks without an answer after which a running worker counts as hung: far above the time of one text or one file. */
const MAX_SILENT_LOOKS = 20;

/**
 * Starts the engine's worker. It does nothing until a model is loaded.
 * @param rows Makes a port of the store of vectors for each worker; without it `store` throws.
 */
export function createEngineClient(rows?: () => MessagePort): Engine {
  return new EngineClient(rows);
}

/**
 * The page's engine. A crashed engine is not replaced: its model is gone with it. A hung one is: a model's tokenizer
 * may hold a pattern that takes for ever on some text, and other models must still load.
 */
class EngineClient implements Engine {
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #rows: (() => MessagePort) | undefined;
  #connection: Connection<EngineApi, EngineEvent>;
  /** Number of open calls. */
  #open = 0;
  #timer: ReturnType<typeof setInterval> | null = null;
  #silent = 0;
  /** Whether the worker's script runs. Loading it may take minutes on a slow network. */
  #begun = false;
  /** Name of the last requested model. */
  #model = 'the model';

  constructor(rows: (() => MessagePort) | undefined) {
    this.#rows = rows;
    this.#connection = this.#start();
  }

  #start(): Connection<EngineApi, EngineEvent> {
    const connection = new Connection<EngineApi, EngineEvent>(
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
    this.#begun = false;
    // Sent before any work: a worker that hangs in its first call has answered it.
    connection.call('ping', null).then(
      () => {
        this.#begun = true;
      },
      () => {},
    );
    const port = this.#rows?.();
    // If the worker stops, each later call reports it.
    if (port !== undefined) connection.call('connect', transfer(port, [port])).catch(() => {});
    return connection;
  }

  /** Watches the worker while it has work. */
  async #watched<Result>(call: Promise<Result>): Promise<Result> {
    this.#open += 1;
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS);
    try {
      return await call;
    } finally {
      this.#open -= 1;
      if (this.#open === 0) this.#stopLooking();
    }
  }

  #look(): void {
    if (!this.#begun) return;
    this.#silent += 1;
    if (this.#silent > MAX_SILENT_LOOKS) {
      this.#replace();
      return;
    }
    // One question at a time: later looks await its answer.
    if (this.#silent > 1) return;
    this.#connection.call('ping', null).then(
      () => {
        this.#silent = 0;
      },
      () => {},
    );
  }

  #stopLooking(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#silent = 0;
  }

  #replace(): void {
    const seconds = (MAX_SILENT_LOOKS * LOOK_MS) / 1000;
    const message = `“${isolated(this.#model)}” did not answer for ${seconds} seconds and was stopped: its tokenizer may hold a pattern that takes for ever on one of the texts`;
    this.#stopLooking();
    this.#connection.close(new EngineError(message));
    this.#connection = this.#start();
    this.#emit({ kind: 'hung', message });
  }

  async load({ source, device, ...how }: LoadOptions): Promise<ModelInfo> {
    this.#model = 'url' in source ? source.url : source.id;
    // The worker's own address is not the page's.
    const absolute =
      'url' in source ? { ...source, url: new URL(source.url, document.baseURI).href } : source;
    const info = await this.#watched(
      this.#connection.call('load', { source: absolute, device }, how),
    );
    this.#model = info.name;
    return info;
  }

  encode(
    pairs: readonly Pair[],
    { priority = 'interactive', ...how }: EncodeOptions = {},
  ): Promise<Encoded> {
    return this.#watched(this.#connection.call('encode', { pairs, priority }, how));
  }

  store(
    pairs: readonly Pair[],
    { priority = 'interactive', keep = false, ...how }: StoreOptions = {},
  ): Promise<Stored> {
    return this.#watched(this.#connection.call('store', { pairs, priority, keep }, how));
  }

  read(
    pairs: readonly Pair[],
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<readonly InputTokens[]> {
    return this.#watched(this.#connection.call('read', pairs, { signal }));
  }

  split(request: SplitRequest, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Split> {
    return this.#watched(this.#connection.call('split', request, { signal }));
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#stopLooking();
    this.#connection.close(new EngineError('the engine was closed'));
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
