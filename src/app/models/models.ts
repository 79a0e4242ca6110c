import { createStore, type StoreApi } from 'zustand/vanilla';
import type { InstructionRole } from '../../encoders/input.ts';
import type { Precision } from '../../encoders/quantise.ts';
import {
  type Importer,
  ImportPaused,
  type ImportPlan,
  type ImportProgress,
  type ImportSource,
} from '../../importer/types.ts';
import type { Jobs, Run } from '../../jobs/jobs.ts';
import { paceOf } from '../../jobs/pace.ts';
import { CheckpointError } from '../../lib/checkpoint-error.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';
import { isolated } from '../../lib/isolate.ts';
import type { StoredModel, UnfinishedModel } from '../../model-folder/model-store.ts';
import type { EngineState } from './engine.ts';
import { Removals } from './removals.ts';

interface BegunImport {
  readonly source: ImportSource;
  readonly plan: ImportPlan;
  readonly precision: Precision;
  readonly instruction?: InstructionRole | undefined;
  /** Progress. The rate, the time left and the stop are those of the job of kind `import`. */
  readonly progress: ImportProgress | null;
}

/** The one import that is being prepared, runs, or has ended. */
export type ImportWork =
  | { readonly step: 'inspecting'; readonly source: ImportSource }
  | { readonly step: 'planned'; readonly source: ImportSource; readonly plan: ImportPlan }
  | (BegunImport & { readonly step: 'running' })
  /** Stopped by the user, to be resumed: in this visit from here, in a later one from the list. */
  | (BegunImport & { readonly step: 'paused' })
  | {
      readonly step: 'failed';
      readonly source: ImportSource;
      /** Null if the source could not even be inspected. */
      readonly plan: ImportPlan | null;
      readonly precision: Precision | null;
      readonly instruction?: InstructionRole | undefined;
      readonly message: string;
      /** Whether the data read and stored is kept for a retry; not where a retry cannot help. */
      readonly kept: boolean;
    }
  | { readonly step: 'done'; readonly model: StoredModel };

export interface ModelsState {
  /** Whether the dialog is open. The import goes on without it. */
  readonly open: boolean;
  /** Models kept in this browser; null until the list is read. */
  readonly stored: readonly StoredModel[] | null;
  /** Imports that did not end, and take space. */
  readonly unfinished: readonly UnfinishedModel[];
  /** Whether the browser has promised to keep the models when its disk runs full; null if it does not say. */
  readonly promised: boolean | null;
  /** Reason that the list could not be read. */
  readonly problem: string | null;
  /** Models removed once the toast that offers undo has gone: the undo of each, by id. */
  readonly removing: ReadonlyMap<string, () => void>;
  readonly work: ImportWork | null;
}

interface ModelsOptions {
  readonly importer: Importer;
  readonly store: {
    list(): Promise<readonly StoredModel[]>;
    unfinished(): Promise<readonly UnfinishedModel[]>;
    remove(id: string): Promise<void>;
  };
  readonly engine: StoreApi<EngineState>;
  readonly jobs: Jobs;
  /** Clock, milliseconds; default `performance.now`. */
  readonly now?: () => number;
}

/** The models in this browser, and the import of others. */
export class Models {
  readonly state: StoreApi<ModelsState> = createStore<ModelsState>()(() => ({
    open: false,
    stored: null,
    unfinished: [],
    promised: null,
    problem: null,
    removing: new Map<string, () => void>(),
    work: null,
  }));
  readonly #importer: Importer;
  readonly #store: ModelsOptions['store'];
  readonly #engine: StoreApi<EngineState>;
  readonly #jobs: Jobs;
  readonly #now: () => number;
  readonly #removals: Removals;
  #controller: AbortController | null = null;
  #job: Run | null = null;

  constructor({ importer, store, engine, jobs, now = () => performance.now() }: ModelsOptions) {
    this.#importer = importer;
    this.#store = store;
    this.#engine = engine;
    this.#jobs = jobs;
    this.#now = now;
    this.#removals = new Removals({
      remove: (id) => store.remove(id),
      onChange: (removing) => this.state.setState({ removing }),
      onRemoved: () => this.refresh(),
      onFailed: (problem) => this.state.setState({ problem }),
    });
  }

  show(): void {
    this.state.setState({ open: true });
    void this.refresh();
  }

  hide(): void {
    this.state.setState({ open: false });
  }

  async refresh(): Promise<void> {
    try {
      const [stored, unfinished, promised = null] = await Promise.all([
        this.#store.list(),
        this.#store.unfinished(),
        globalThis.navigator?.storage?.persisted?.(),
      ]);
      this.state.setState({ stored, unfinished, promised, problem: null });
    } catch (error) {
      this.state.setState({ stored: [], problem: messageOf(error) });
    }
  }

  use(id: string | null): void {
    if (this.state.getState().work?.step === 'done') this.dismiss();
    void this.#engine.getState().use(id);
  }

  /** Takes a model that is already here instead of importing it. */
  takeInstead(id: string): void {
    this.cancel();
    this.use(id);
  }

  /** Finds out what kind of model `source` is and what its import takes. */
  async inspect(source: ImportSource): Promise<void> {
    await this.#attempt({ step: 'inspecting', source }, async (signal) => {
      const plan = await this.#importer.inspect(source, signal);
      return { step: 'planned', source, plan };
    });
  }

  /**
   * Imports the inspected model.
   * @param instruction Corrects the plan's instruction role.
   */
  async start(precision: Precision, instruction?: InstructionRole): Promise<void> {
    const { work } = this.state.getState();
    if (work === null || !('plan' in work) || work.plan === null) return;
    const { source, plan } = work;
    // An import keeps gigabytes: the browser is asked not to drop them when the disk runs low.
    void globalThis.navigator?.storage?.persist?.();
    const running = {
      step: 'running',
      source,
      plan,
      precision,
      instruction,
      progress: null,
    } as const;
    const startedAt = this.#now();
    const job = this.#jobs.begin('import', {
      ...{ title: `Importing ${isolated(plan.name)}`, total: plan.sourceBytes, startedAt },
      cancel: () => this.cancel(),
      pause: () => this.pause(),
    });
    this.#job = job;
    await this.#attempt(running, async (signal) => {
      // A pending removal may be about the same folder.
      await this.#removals.settle();
      let first: { readonly at: number; readonly bytes: number } | null = null;
      const model = await this.#importer.run(source, {
        precision,
        instruction,
        signal,
        onProgress: (progress) => {
          if (signal.aborted) return;
          // Bytes of an earlier import are there at once, so they do not count in the rate.
          first ??= { at: this.#now(), bytes: progress.doneBytes };
          const { doneBytes: done, totalBytes: total, leftMs } = progress;
          const elapsedMs = this.#now() - first.at;
          job.report({
            ...{ done, total, fraction: total === 0 ? null : done / total },
            rate: paceOf({ done, total, elapsedMs, before: first.bytes }).rate,
            secondsLeft: leftMs === null ? null : leftMs / 1000,
          });
          this.state.setState({ work: { ...running, progress } });
        },
      });
      await this.refresh();
      return { step: 'done', model };
    });
  }

  /** Retries after a failure, from the data already stored. */
  async retry(): Promise<void> {
    const { work } = this.state.getState();
    if (work?.step !== 'failed') return;
    if (work.precision === null) await this.inspect(work.source);
    else await this.start(work.precision, work.instruction);
  }

  /** Stops an import and keeps its data. */
  pause(): void {
    const { work } = this.state.getState();
    if (work?.step !== 'running') return;
    const { source, plan, precision, instruction, progress } = work;
    this.#controller?.abort(new ImportPaused());
    this.#controller = null;
    this.state.setState({
      work: { step: 'paused', source, plan, precision, instruction, progress },
    });
    this.#job?.paused(() => void this.resume());
    void this.refresh();
  }

  /** Resumes a paused import. */
  async resume(): Promise<void> {
    const { work } = this.state.getState();
    if (work?.step === 'paused') await this.start(work.precision, work.instruction);
  }

  /** Stops the current step; an import leaves nothing behind. */
  cancel(): void {
    this.#controller?.abort(new DOMException('The import was cancelled', 'AbortError'));
    this.dismiss();
  }

  /** Forgets an import that does not run. */
  dismiss(): void {
    this.#controller = null;
    this.#job?.end();
    this.#importer.forget();
    this.state.setState({ work: null });
  }

  /** Removes a model, or the remains of one, once the toast that offers undo has gone. */
  remove({ id, name }: Pick<StoredModel, 'id' | 'name'>): void {
    const inUse = this.#engine.getState().modelId === id;
    if (inUse) this.use(null);
    this.#removals.begin(id, name, () => {
      if (inUse) this.use(id);
    });
  }

  /** Does one step of an import; a later one replaces it. */
  async #attempt(
    begun: Extract<ImportWork, { step: 'inspecting' | 'running' }>,
    work: (signal: AbortSignal) => Promise<ImportWork>,
  ): Promise<void> {
    this.#controller?.abort();
    if (begun.step === 'inspecting') this.#job?.end();
    const controller = new AbortController();
    this.#controller = controller;
    this.state.setState({ work: begun });
    try {
      const next = await work(controller.signal);
      if (this.#controller !== controller) return;
      this.#job?.end();
      this.state.setState({ work: next });
    } catch (error) {
      if (this.#controller !== controller || isAbort(error)) return;
      this.#job?.end();
      const { source } = begun;
      const plan = 'plan' in begun ? begun.plan : null;
      const precision = 'precision' in begun ? begun.precision : null;
      const instruction = 'instruction' in begun ? begun.instruction : undefined;
      const message = messageOf(error);
      const kept = precision !== null && !(error instanceof CheckpointError && error.permanent);
      void this.refresh();
      this.state.setState({
        work: { step: 'failed', source, plan, precision, instruction, message, kept },
      });
    }
  }
}
