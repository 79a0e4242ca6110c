import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Encoded, Engine, Pair } from '../engine/types.ts';
import { isAbort, messageOf } from '../lib/errors.ts';
import {
  cacheKey,
  type EmbeddedText,
  VectorCache,
  type WhyWithout,
} from '../vectors/vector-cache.ts';
import type { EngineState } from './engine.ts';

/** A run in progress. Times are milliseconds of `performance.now()`. */
export interface Job {
  readonly done: number;
  readonly total: number;
  /** Work done, 0 to 1, by length of text rather than by count. */
  readonly fraction: number;
  readonly startedAt: number;
  /** Texts per second so far; null until something is done. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
}

export interface EmbeddingsState {
  /** Increments whenever vectors were added or dropped. */
  readonly version: number;
  readonly job: Job | null;
  /** The last finished run. */
  readonly last: { readonly texts: number; readonly ms: number } | null;
  /** Why wanted vectors are missing; null while there is hope. */
  readonly error: string | null;
  readonly cancelled: boolean;
}

/** Vectors kept. At 768 dimensions this is about 60 MB. */
const CACHE_LIMIT = 20_000;
/** Texts sent to the engine in one call: what a cancelled run can lose. */
const CHUNK = 512;
/** Runs up to this many texts are what a person waits for after an edit. */
const INTERACTIVE = 64;

/**
 * Keeps the vectors of the wanted pairs at hand: embeds what is missing and only that, and gives
 * up a run when the wanted pairs change under it.
 */
export class Embeddings {
  readonly store: StoreApi<EmbeddingsState> = createStore<EmbeddingsState>()(() => ({
    version: 0,
    job: null,
    last: null,
    error: null,
    cancelled: false,
  }));
  readonly #cache = new VectorCache();
  readonly #engine: Engine;
  readonly #model: StoreApi<EngineState>;
  readonly #wanted: () => readonly Pair[];
  readonly #delayMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: { readonly controller: AbortController; readonly keys: ReadonlySet<string> } | null =
    null;
  #generation = 0;

  /** `wanted` gives the pairs the page shows now; `delayMs` is how long typing must rest. */
  constructor(options: {
    readonly engine: Engine;
    readonly model: StoreApi<EngineState>;
    readonly wanted: () => readonly Pair[];
    readonly delayMs: number;
  }) {
    this.#engine = options.engine;
    this.#model = options.model;
    this.#wanted = options.wanted;
    this.#delayMs = options.delayMs;
    this.#model.subscribe((state) => this.#onModel(state));
  }

  /** The vector of a pair under the model that runs, if it is at hand. */
  lookup(instruction: string, text: string): EmbeddedText | undefined {
    const info = this.#model.getState().info;
    if (info === null) return undefined;
    return this.#cache.get(cacheKey(info.fingerprint, instruction, text));
  }

  /** The wanted pairs changed: embed what is missing once typing rests. */
  schedule(): void {
    if (this.store.getState().error !== null || this.store.getState().cancelled) {
      this.store.setState({ error: null, cancelled: false });
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), this.#delayMs);
  }

  /** Stops the run in progress; what is finished stays. */
  cancel(): void {
    if (this.#running === null) return;
    this.#running.controller.abort();
    this.#running = null;
    this.store.setState({ job: null, cancelled: true });
  }

  /** Tries again after an error or a cancel. */
  retry(): void {
    this.store.setState({ error: null, cancelled: false });
    clearTimeout(this.#timer);
    void this.#run();
  }

  #onModel(state: EngineState): void {
    if (state.generation === this.#generation) return;
    // A load asked for by the user: vectors of another device are not this device's work.
    this.#generation = state.generation;
    this.#cache.clear();
    this.#running?.controller.abort();
    this.#running = null;
    this.store.setState((s) => ({ version: s.version + 1, job: null }));
    this.retry();
  }

  async #run(): Promise<void> {
    const { status, info } = this.#model.getState();
    if (info === null || (status !== 'ready' && status !== 'recovering')) return;
    const missing = this.#missing(info.fingerprint);
    if (this.#running !== null) {
      const { keys, controller } = this.#running;
      // The run in progress already brings everything that is wanted: let it finish.
      if (missing.size > 0 && [...missing.keys()].every((key) => keys.has(key))) return;
      controller.abort();
      this.#running = null;
    }
    if (missing.size === 0) {
      this.store.setState({ job: null });
      return;
    }
    const controller = new AbortController();
    this.#running = { controller, keys: new Set(missing.keys()) };
    const startedAt = performance.now();
    try {
      await this.#embed([...missing], controller.signal, startedAt);
      if (this.#running?.controller !== controller) return;
      this.#running = null;
      const last = { texts: missing.size, ms: performance.now() - startedAt };
      this.store.setState({ job: null, last, error: null });
    } catch (error) {
      if (this.#running?.controller !== controller) return;
      this.#running = null;
      if (isAbort(error)) this.store.setState({ job: null });
      else this.store.setState({ job: null, error: messageOf(error) });
    }
  }

  async #embed(
    missing: readonly (readonly [key: string, pair: Pair])[],
    signal: AbortSignal,
    startedAt: number,
  ): Promise<void> {
    const lengthOf = (part: typeof missing) =>
      part.reduce((sum, [, [instruction, text]]) => sum + instruction.length + text.length + 1, 0);
    const totalLength = lengthOf(missing);
    const priority = missing.length <= INTERACTIVE ? 'interactive' : 'bulk';
    let finished = 0;
    let finishedLength = 0;
    this.#report(0, missing.length, 0, startedAt);
    while (finished < missing.length) {
      const chunk = missing.slice(finished, finished + CHUNK);
      const chunkLength = lengthOf(chunk);
      const encoded = await this.#engine.encode(
        chunk.map(([, pair]) => pair),
        {
          signal,
          priority,
          onProgress: ({ done, tokensDone, tokensTotal }) => {
            if (signal.aborted) return;
            const part = tokensTotal > 0 ? tokensDone / tokensTotal : 0;
            const fraction = (finishedLength + part * chunkLength) / totalLength;
            this.#report(finished + done, missing.length, fraction, startedAt);
          },
        },
      );
      signal.throwIfAborted();
      for (const [row, [key]] of chunk.entries()) {
        const vector = encoded.vectors.slice(row * encoded.dim, (row + 1) * encoded.dim);
        this.#cache.set(key, {
          vector,
          tokens: encoded.tokens[row] ?? 0,
          masked: encoded.masked[row] ?? 0,
          truncated: encoded.truncated[row] === 1,
          unread: encoded.unread[row] ?? null,
          without: whyWithout(encoded, row, vector),
        });
      }
      finished += chunk.length;
      finishedLength += chunkLength;
      this.#cache.trim(CACHE_LIMIT, this.#wantedKeys());
      this.store.setState((state) => ({ version: state.version + 1 }));
    }
  }

  #report(done: number, total: number, fraction: number, startedAt: number): void {
    const seconds = (performance.now() - startedAt) / 1000;
    const started = fraction > 0 && seconds > 0;
    this.store.setState({
      job: {
        done,
        total,
        fraction,
        startedAt,
        rate: started ? done / seconds : null,
        secondsLeft: started ? (seconds * (1 - fraction)) / fraction : null,
      },
    });
  }

  #wantedKeys(): Set<string> {
    const fingerprint = this.#model.getState().info?.fingerprint ?? '';
    return new Set(this.#wanted().map(([i, t]) => cacheKey(fingerprint, i, t)));
  }

  #missing(fingerprint: string): Map<string, Pair> {
    const missing = new Map<string, Pair>();
    for (const pair of this.#wanted()) {
      const key = cacheKey(fingerprint, pair[0], pair[1]);
      if (this.#cache.get(key) === undefined) missing.set(key, pair);
    }
    return missing;
  }
}

/** A mean over start and end tokens alone is a vector all the same, as the package gives it. */
function whyWithout(
  { tokens, masked, unread }: Encoded,
  row: number,
  vector: Float32Array,
): WhyWithout | null {
  if ((masked[row] ?? 0) >= (tokens[row] ?? 0)) return unread[row] ?? 'zero';
  return vector.every((value) => value === 0) ? 'zero' : null;
}
