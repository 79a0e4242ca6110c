import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Engine, Pair, Stored } from '../engine/types.ts';
import type { Jobs, Run } from '../jobs/jobs.ts';
import { paceOf } from '../jobs/pace.ts';
import { isAbort, messageOf } from '../lib/errors.ts';
import { PairMap } from '../lib/pair-map.ts';
import type { Vectors } from '../vectors/client.ts';
import { type EmbeddedText, VectorCache, type WhyWithout } from '../vectors/vector-cache.ts';
import type { EngineState } from './engine.ts';

export interface EmbeddingsState {
  /** Increments whenever vectors were added or dropped. */
  readonly version: number;
  /** The last finished run. */
  readonly last: { readonly texts: number; readonly ms: number } | null;
  /** Of the model that runs, on this device: the fastest run so far; null before one that tells. */
  readonly tokensPerSecond: number | null;
  /** Why wanted vectors are missing; null while there is hope. */
  readonly error: string | null;
  readonly cancelled: boolean;
}

/** Bytes of vectors kept beside those that are wanted: about 20,000 of 768 dimensions. */
const KEPT_BYTES = 60 * 2 ** 20;
/** Texts sent to the engine in one call: what a cancelled run can lose. */
const CHUNK = 512;
/** Tokens of a run that tells how fast the device is. */
const TELLING_TOKENS = 300;
/** Runs up to this many texts are what a person waits for after an edit. */
const INTERACTIVE = 64;

/**
 * Keeps the vectors of the wanted pairs at hand: embeds what is missing and only that, and gives
 * up a run when the wanted pairs change under it.
 */
export class Embeddings {
  readonly store: StoreApi<EmbeddingsState> = createStore<EmbeddingsState>()(() => ({
    version: 0,
    last: null,
    tokensPerSecond: null,
    error: null,
    cancelled: false,
  }));
  readonly #cache = new VectorCache();
  readonly #engine: Pick<Engine, 'store'>;
  readonly #vectors: Omit<Vectors, 'port'>;
  readonly #jobs: Jobs;
  readonly #model: StoreApi<EngineState>;
  readonly #wanted: () => readonly Pair[];
  readonly #delayMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: {
    readonly controller: AbortController;
    readonly pairs: PairMap<true>;
    readonly job: Run;
  } | null = null;
  #generation = 0;
  /** Number of the first row that may still come. */
  #nextRow = 0;
  /** Why no vector can be kept any more. */
  #lost: string | null = null;

  /** `wanted` gives the pairs the page shows now; `delayMs` is how long typing must rest. */
  constructor(options: {
    readonly engine: Pick<Engine, 'store'>;
    readonly vectors: Omit<Vectors, 'port'>;
    readonly jobs: Jobs;
    readonly model: StoreApi<EngineState>;
    readonly wanted: () => readonly Pair[];
    readonly delayMs: number;
  }) {
    this.#engine = options.engine;
    this.#vectors = options.vectors;
    this.#jobs = options.jobs;
    this.#model = options.model;
    this.#wanted = options.wanted;
    this.#delayMs = options.delayMs;
    this.#model.subscribe((state) => this.#onModel(state));
    this.#vectors.onLost((message) => this.#onLost(message));
  }

  /** Increments whenever vectors went: until then, what was looked up stays. */
  get dropped(): number {
    return this.#cache.dropped;
  }

  /** The vector of a pair under the model that runs, if it is at hand. */
  lookup(instruction: string, text: string): EmbeddedText | undefined {
    const info = this.#model.getState().info;
    if (info === null) return undefined;
    return this.#cache.get(info.fingerprint, instruction, text);
  }

  /** Cosine of the vectors of two texts. @throws VectorsError if one is not kept any more. */
  cosine(a: EmbeddedText, b: EmbeddedText): Promise<number> {
    return this.#vectors.cosine(a.row, b.row, a.dim);
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
    this.#stop();
    this.store.setState({ cancelled: true });
  }

  /** Tries again after an error or a cancel, and with the texts that the tokenizer could not read. */
  retry(): void {
    const { info } = this.#model.getState();
    if (info !== null) this.#free(this.#cache.dropRefused(info.fingerprint));
    this.store.setState({ error: null, cancelled: false });
    clearTimeout(this.#timer);
    void this.#run();
  }

  #onModel(state: EngineState): void {
    if (state.generation === this.#generation) return;
    // A load asked for by the user: vectors of another device are not this device's work.
    this.#generation = state.generation;
    this.#free(this.#cache.clear());
    this.#stop();
    this.store.setState((s) => ({ version: s.version + 1, tokensPerSecond: null }));
    this.retry();
  }

  async #run(): Promise<void> {
    const { status, info } = this.#model.getState();
    if (info === null || (status !== 'ready' && status !== 'recovering')) return;
    if (this.#lost !== null) {
      this.store.setState({ error: this.#lost });
      return;
    }
    const missing = this.#cache.use(info.fingerprint, this.#wanted());
    if (this.#running !== null) {
      const { pairs } = this.#running;
      // The run in progress already brings everything that is wanted: let it finish.
      if (missing.length > 0 && missing.every(([i, t]) => pairs.get(i, t))) return;
      this.#stop();
    }
    if (missing.length === 0) return;
    const controller = new AbortController();
    const pairs = new PairMap<true>();
    for (const [instruction, text] of missing) pairs.set(instruction, text, true);
    const startedAt = performance.now();
    const job = this.#jobs.begin('embedding', {
      ...{ title: 'Embedding', total: missing.length, startedAt },
      cancel: () => this.cancel(),
    });
    this.#running = { controller, pairs, job };
    try {
      const tokens = await this.#embed(
        info.fingerprint,
        missing,
        controller.signal,
        report(job, startedAt),
      );
      if (this.#running?.controller !== controller) return;
      this.#stop();
      const last = { texts: missing.length, ms: performance.now() - startedAt };
      const { tokensPerSecond: before } = this.store.getState();
      const now = tokens < TELLING_TOKENS ? null : tokens / (last.ms / 1000);
      const tokensPerSecond = now === null ? before : Math.max(now, before ?? 0);
      this.store.setState({ last, tokensPerSecond, error: null });
    } catch (error) {
      if (this.#running?.controller !== controller) return;
      this.#stop();
      if (!isAbort(error)) this.store.setState({ error: messageOf(error) });
    }
  }

  /** Ends the run in progress; what is finished stays. */
  #stop(): void {
    this.#running?.controller.abort();
    this.#running?.job.end();
    this.#running = null;
  }

  /** @returns the tokens that were read. */
  async #embed(
    fingerprint: string,
    missing: readonly Pair[],
    signal: AbortSignal,
    told: (done: number, total: number, fraction: number) => void,
  ): Promise<number> {
    const lengthOf = (part: typeof missing) =>
      part.reduce((sum, [instruction, text]) => sum + instruction.length + text.length + 1, 0);
    const totalLength = lengthOf(missing);
    const priority = missing.length <= INTERACTIVE ? 'interactive' : 'bulk';
    let finished = 0;
    let finishedLength = 0;
    let tokens = 0;
    told(0, missing.length, 0);
    while (finished < missing.length) {
      const chunk = missing.slice(finished, finished + CHUNK);
      const chunkLength = lengthOf(chunk);
      const stored = await this.#engine.store(chunk, {
        signal,
        priority,
        onProgress: ({ done, tokensDone, tokensTotal }) => {
          if (signal.aborted) return;
          const part = tokensTotal > 0 ? tokensDone / tokensTotal : 0;
          const fraction = (finishedLength + part * chunkLength) / totalLength;
          told(finished + done, missing.length, fraction);
        },
      });
      signal.throwIfAborted();
      this.#claim(stored.first, chunk.length);
      for (const [index, [instruction, text]] of chunk.entries()) {
        this.#cache.set(fingerprint, instruction, text, entryOf(stored, index));
      }
      tokens += stored.tokens.reduce((sum, count) => sum + count, 0);
      finished += chunk.length;
      finishedLength += chunkLength;
      this.#free(this.#cache.trim(KEPT_BYTES));
      this.store.setState((state) => ({ version: state.version + 1 }));
    }
    return tokens;
  }

  /** Rows come in order: those passed over are of a run whose abort crossed with its answer. */
  #claim(first: number, count: number): void {
    this.#free(Array.from({ length: first - this.#nextRow }, (_, at) => this.#nextRow + at));
    this.#nextRow = first + count;
  }

  #free(rows: readonly number[]): void {
    if (rows.length > 0) this.#vectors.free(Uint32Array.from(rows));
  }

  #onLost(message: string): void {
    this.#lost = message;
    this.#cache.clear();
    this.#stop();
    this.store.setState(({ version }) => ({ version: version + 1, error: message }));
  }
}

/** The time left is by length of text, and the rate by count: so many texts a second is what a person expects. */
function report(job: Run, startedAt: number) {
  return (done: number, total: number, fraction: number) => {
    const elapsedMs = performance.now() - startedAt;
    const { secondsLeft } = paceOf({ done: fraction, total: 1, elapsedMs });
    const { rate } = paceOf({ done, total, elapsedMs });
    job.report({ done, total, fraction, rate, secondsLeft });
  };
}

function entryOf(stored: Stored, index: number): EmbeddedText {
  return {
    row: stored.first + index,
    dim: stored.dim,
    tokens: stored.tokens[index] ?? 0,
    masked: stored.masked[index] ?? 0,
    truncated: stored.truncated[index] === 1,
    unread: stored.unread[index] ?? null,
    refused: stored.refused[index] ?? null,
    without: whyWithout(stored, index),
  };
}

/** A mean over start and end tokens alone is a vector all the same, as the package gives it. */
function whyWithout(
  { tokens, masked, unread, refused, zeros }: Stored,
  index: number,
): WhyWithout | null {
  if ((refused[index] ?? null) !== null) return 'refused';
  if ((masked[index] ?? 0) >= (tokens[index] ?? 0)) return unread[index] ?? 'zero';
  return zeros[index] === 1 ? 'zero' : null;
}
