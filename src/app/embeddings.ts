import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Engine, Pair } from '../engine/types.ts';
import type { Jobs, Run } from '../jobs/jobs.ts';
import { isAbort, messageOf } from '../lib/errors.ts';
import { PairMap } from '../lib/pair-map.ts';
import { giveTurn } from '../lib/turns.ts';
import type { Vectors } from '../vectors/client.ts';
import { type EmbeddedText, VectorCache } from '../vectors/vector-cache.ts';
import { chunkFrom, entryOf, lengthOf, type Missing, report } from './embedding-run.ts';
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
/** Tokens of a run that tells how fast the device is. */
const TELLING_TOKENS = 300;
/** Pairs looked at between two turns. */
const LOOKED_AT = 4096;
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
  readonly #wanted: () => Iterable<Pair>;
  readonly #delayMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: {
    readonly controller: AbortController;
    readonly pairs: PairMap<true>;
    readonly job: Run;
  } | null = null;
  /** What looks for missing pairs; another one that begins takes its place. */
  #looking: Generator<undefined, Missing> | null = null;
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
    readonly wanted: () => Iterable<Pair>;
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

  /** Whether what was looked up is still there. */
  isKept(entry: EmbeddedText): boolean {
    return this.#cache.isKept(entry);
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
    const generation = this.#generation;
    const looking = this.#look(info.fingerprint);
    this.#looking = looking;
    let look = looking.next();
    while (!look.done) {
      await giveTurn();
      // Overtaken by another look, or by another model.
      if (this.#looking !== looking || this.#generation !== generation) return;
      look = looking.next();
    }
    this.#looking = null;
    const { missing, pairs, length, running } = look.value;
    // The run in progress already brings everything that is wanted: let it finish.
    if (running !== null && running === this.#running && missing.length > 0) return;
    this.#stop();
    if (missing.length === 0) return;
    const controller = new AbortController();
    const startedAt = performance.now();
    const job = this.#jobs.begin('embedding', {
      ...{ title: 'Embedding', total: missing.length, startedAt },
      cancel: () => this.cancel(),
    });
    this.#running = { controller, pairs, job };
    try {
      const told = report(job, startedAt);
      const look = { missing, length };
      const tokens = await this.#embed(info.fingerprint, look, controller.signal, told);
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

  /** Finds what is wanted and missing, in steps of a few milliseconds. */
  *#look(fingerprint: string): Generator<undefined, Missing> {
    const missing = yield* this.#cache.use(fingerprint, this.#wanted());
    const pairs = new PairMap<true>();
    let length = 0;
    let running = this.#running;
    for (const [at, [instruction, text]] of missing.entries()) {
      if (at % LOOKED_AT === LOOKED_AT - 1) yield;
      pairs.set(instruction, text, true);
      length += lengthOf(instruction, text);
      if (!running?.pairs.get(instruction, text)) running = null;
    }
    return { missing, pairs, length, running };
  }

  /** @returns the tokens that were read. */
  async #embed(
    fingerprint: string,
    { missing, length }: Pick<Missing, 'missing' | 'length'>,
    signal: AbortSignal,
    told: (done: number, total: number, fraction: number) => void,
  ): Promise<number> {
    const priority = missing.length <= INTERACTIVE ? 'interactive' : 'bulk';
    let finished = 0;
    let finishedLength = 0;
    let tokens = 0;
    told(0, missing.length, 0);
    while (finished < missing.length) {
      const { end, chunkLength } = chunkFrom(missing, finished);
      // The run before this one may have brought some after they were found missing.
      const chunk = missing
        .slice(finished, end)
        .filter(([instruction, text]) => !this.#cache.get(fingerprint, instruction, text));
      if (chunk.length > 0) {
        const stored = await this.#engine.store(chunk, {
          signal,
          priority,
          onProgress: ({ done, tokensDone, tokensTotal }) => {
            if (signal.aborted) return;
            const part = tokensTotal > 0 ? tokensDone / tokensTotal : 0;
            const fraction = (finishedLength + part * chunkLength) / length;
            told(finished + done, missing.length, fraction);
          },
        });
        signal.throwIfAborted();
        tokens += stored.tokens.reduce((sum, count) => sum + count, 0);
        this.#claim(stored.first, chunk.length);
        for (const [index, [instruction, text]] of chunk.entries()) {
          this.#cache.set(fingerprint, instruction, text, entryOf(stored, index));
        }
      }
      finished = end;
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
