import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Engine, ModelInfo, Pair } from '../../engine/types.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';
import { giveTurn } from '../../lib/turns.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import type { Vectors } from '../../vectors/client.ts';
import type { Recalled } from '../../vectors/kept/types.ts';
import { type EmbeddedText, VectorCache } from '../../vectors/vector-cache.ts';
import { givenBy } from '../../workspace/given.ts';
import type { EngineState } from '../models/engine.ts';
import {
  embedMissing,
  entryOf,
  fastest,
  findMissing,
  INTERACTIVE,
  LONG_RECALL,
  type Missing,
  type Running,
  recallKept,
  report,
  type Told,
} from './embedding-run.ts';
import { shareWork } from './embedding-turn.ts';
import type { EmbeddingsOptions, EmbeddingsState, Keeper } from './embeddings-types.ts';

const loadTakeGiven = lazyModule(
  'What finds the vectors of files',
  async () => (await import('./given-vectors.ts')).takeGiven,
);

/** Bytes of vectors kept beside those that are wanted: about 20,000 of 768 dimensions. */
const KEPT_BYTES = 60 * 2 ** 20;

/**
 * Keeps the vectors of the wanted pairs at hand: embeds only missing ones, and gives up a run when the wanted pairs
 * change during it.
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
  readonly #keeping: Keeper;
  readonly #delayMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Running | null = null;
  /** The current search for missing pairs; a later one replaces it. */
  #looking: Generator<undefined, Missing> | null = null;
  #generation = 0;
  /** Lowest number that a row to come may have. */
  #nextRow = 0;
  /** Reason that no vector can be kept any more. */
  #lost: string | null = null;

  constructor(options: EmbeddingsOptions) {
    this.#engine = options.engine;
    this.#vectors = options.vectors;
    this.#jobs = options.jobs;
    this.#model = options.model;
    this.#wanted = options.wanted;
    this.#keeping = options.keeping;
    this.#delayMs = options.delayMs;
    this.#model.subscribe((state) => this.#onModel(state));
    this.#vectors.onLost((message) => this.#onLost(message));
    this.#vectors.onEvent((event) => {
      if (event.kind === 'gone') this.#onGone(event.rows);
    });
  }

  /** Increments whenever vectors were dropped: until then, entries that were looked up stay. */
  get dropped(): number {
    return this.#cache.dropped;
  }

  /** Whether an entry that was looked up is still there. */
  isKept(entry: EmbeddedText): boolean {
    return this.#cache.isKept(entry);
  }

  /** Returns the vector of a pair under the model that runs, if it is at hand. */
  lookup(instruction: string, text: string): EmbeddedText | undefined {
    const info = this.#model.getState().info;
    if (info === null) return undefined;
    return this.#cache.get(info.fingerprint, instruction, text);
  }

  /** Returns the cosine of two texts' vectors. @throws VectorsError if one is not kept any more. */
  cosine(a: EmbeddedText, b: EmbeddedText): Promise<number> {
    return this.#vectors.cosine(a.row, b.row, a.dim);
  }

  /** Embeds missing pairs once typing rests; called when the wanted pairs change. */
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

  /** Tries again after an error or a cancel, also with texts that the tokenizer could not read. */
  retry(): void {
    const { info } = this.#model.getState();
    if (info !== null) {
      this.#free(this.#cache.drop(info.fingerprint, ({ refused }) => refused !== null));
    }
    this.store.setState({ error: null, cancelled: false });
    clearTimeout(this.#timer);
    void this.#run();
  }

  #onModel(state: EngineState): void {
    if (state.generation === this.#generation) return;
    // The user asked for this load: vectors of another device are not this device's work.
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
    const looking = findMissing(
      this.#cache.use(info.fingerprint, this.#wanted()),
      () => this.#running,
    );
    this.#looking = looking;
    let look = looking.next();
    while (!look.done) {
      await giveTurn();
      // Another search or another model replaced this one.
      if (this.#looking !== looking || this.#generation !== generation) return;
      look = looking.next();
    }
    this.#looking = null;
    const { missing, pairs, running } = look.value;
    // The run in progress already brings everything that is wanted: let it finish.
    if (running !== null && running === this.#running && missing.length > 0) return;
    this.#stop();
    if (missing.length === 0) return;
    const controller = new AbortController();
    const startedAt = performance.now();
    const run: Running = { controller, pairs, job: null };
    this.#running = run;
    try {
      const ofModel = await this.#takeGiven(info, missing, controller.signal);
      if (this.#running !== run) return;
      const long = ofModel.length > LONG_RECALL;
      const looked = long ? this.#begin(run, 'Looking for kept vectors', ofModel.length) : null;
      const found = await this.#recall(info, ofModel, controller.signal, looked);
      if (this.#running !== run) return;
      let tokens = 0;
      const { rest, end } = await this.#share(run, info, found);
      try {
        if (this.#running !== run) return;
        if (rest.length > 0) tokens = await this.#embed(run, info, rest);
      } finally {
        // Other tabs look on the disk next: this tab's vectors are written there first.
        void this.#vectors.keepAgain().then(end, end);
      }
      if (this.#running !== run) return;
      this.#stop();
      const [texts, ms] = [rest.length, performance.now() - startedAt];
      const last = { texts, recalled: ofModel.length - texts, ms };
      const tokensPerSecond = fastest(this.store.getState().tokensPerSecond, tokens, ms);
      this.store.setState({ last, tokensPerSecond, error: null });
      this.#keeping.embedded(texts);
    } catch (error) {
      if (this.#running !== run) return;
      this.#stop();
      if (!isAbort(error)) this.store.setState({ error: messageOf(error) });
    }
  }

  #begin(run: Running, title: string, total: number): Told {
    const startedAt = performance.now();
    const job = { title, total, startedAt, cancel: () => this.cancel() };
    run.job = this.#jobs.begin('embedding', job);
    return report(run.job, startedAt);
  }

  /** Lets one tab embed a large run whose vectors are kept, while the others read. A few texts wait for nobody. */
  #share(run: Running, info: ModelInfo, missing: readonly Pair[]) {
    const { signal } = run.controller;
    const alone = missing.length <= INTERACTIVE || !this.#keeping.on();
    const locks = alone ? undefined : this.#keeping.locks;
    let told: Told | null = null;
    return shareWork(locks, `${info.fingerprint}:${info.device}`, missing, {
      signal,
      recall: (pairs) => this.#recall(info, pairs, signal),
      waiting: (done) => {
        if (this.#running !== run) return;
        told ??= this.#begin(run, 'Another tab embeds: reading what it keeps', missing.length);
        told(done, missing.length, done / missing.length);
      },
    });
  }

  /** Ends the run in progress; what is finished stays. */
  #stop(): void {
    this.#running?.controller.abort();
    this.#running?.job?.end();
    this.#running = null;
  }

  /** Takes the vectors kept in this browser. @returns The pairs that are not kept. */
  #recall(
    { name: model, fingerprint, precision, device }: ModelInfo,
    missing: readonly Pair[],
    signal: AbortSignal,
    told: Told | null = null,
  ): Promise<Pair[]> {
    const origin = { model, fingerprint, precision, device };
    return recallKept(this.#vectors, origin, missing, {
      signal,
      looked: (done) => told?.(done, missing.length, done / missing.length),
      take: (found, pairs) => this.#take(fingerprint, found, pairs),
    });
  }

  /** Takes the vectors that come from files. @returns The pairs for the model. */
  async #takeGiven(
    { fingerprint }: ModelInfo,
    missing: readonly Pair[],
    signal: AbortSignal,
  ): Promise<readonly Pair[]> {
    if (!missing.some(([instruction]) => givenBy(instruction) !== null)) return missing;
    const takeGiven = await loadTakeGiven();
    let absent = 0;
    const rest = await takeGiven(this.#vectors, missing, {
      signal,
      take: (found, pairs) => this.#take(fingerprint, found, pairs),
      absent: ([instruction, text], entry) => {
        absent += 1;
        this.#cache.set(fingerprint, instruction, text, entry);
      },
    });
    if (absent > 0) this.#tell();
    return rest;
  }

  #take(fingerprint: string, found: Recalled, pairs: readonly Pair[]): void {
    this.#claim(found.first, found.at.length);
    const stored = { ...found, refused: [] };
    for (const [index, at] of found.at.entries()) {
      const [instruction, text] = pairs[at]!;
      this.#cache.set(fingerprint, instruction, text, entryOf(stored, index));
    }
    if (found.at.length > 0) this.#tell();
  }

  /** Looks again for the vectors of texts that no file had one for: a file was read. */
  lookAgain(): void {
    const { info } = this.#model.getState();
    if (info === null) return;
    this.#cache.drop(info.fingerprint, ({ without }) => without === 'given');
    this.store.setState(({ version }) => ({ version: version + 1 }));
    this.schedule();
  }

  /** @returns The number of tokens read. */
  #embed(run: Running, { fingerprint }: ModelInfo, missing: readonly Pair[]): Promise<number> {
    const { signal } = run.controller;
    const told = this.#begin(run, 'Embedding', missing.length);
    return embedMissing(this.#engine, missing, {
      ...{ signal, told, keep: this.#keeping.on() },
      isThere: ([instruction, text]) =>
        this.#cache.get(fingerprint, instruction, text) !== undefined,
      take: (stored, chunk) => {
        this.#claim(stored.first, chunk.length);
        for (const [index, [instruction, text]] of chunk.entries()) {
          this.#cache.set(fingerprint, instruction, text, entryOf(stored, index));
        }
      },
      stepped: () => this.#tell(),
    });
  }

  /** Announces new vectors. */
  #tell(): void {
    this.#free(this.#cache.trim(KEPT_BYTES));
    this.store.setState((state) => ({ version: state.version + 1 }));
  }

  /** Claims rows, which come in order: skipped ones are of a run whose abort crossed with its answer. */
  #claim(first: number, count: number): void {
    this.#free(Array.from({ length: first - this.#nextRow }, (_, at) => this.#nextRow + at));
    this.#nextRow = first + count;
  }

  #free(rows: readonly number[]): void {
    if (rows.length > 0) this.#vectors.free(Uint32Array.from(rows));
  }

  /** Embeds rows again that are damaged, or that another tab deleted. */
  #onGone(rows: Uint32Array): void {
    const { info } = this.#model.getState();
    const gone = new Set(rows);
    if (
      info === null ||
      this.#cache.drop(info.fingerprint, ({ row }) => gone.has(row)).length === 0
    )
      return;
    this.store.setState(({ version }) => ({ version: version + 1 }));
    this.schedule();
  }

  #onLost(message: string): void {
    this.#lost = message;
    this.#cache.clear();
    this.#stop();
    this.store.setState(({ version }) => ({ version: version + 1, error: message }));
  }
}
