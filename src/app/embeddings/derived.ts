import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Run } from '../../jobs/jobs.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';

/** State that a panel shows. A stale result stays until a new one is there. */
export interface DerivedState<Result> {
  readonly status: 'empty' | 'pending' | 'ready' | 'error';
  /** Increments with each new result. */
  readonly version: number;
  readonly result: Result | null;
  /** Whether the result is a first look at the one that is being computed. */
  readonly isDraft: boolean;
  readonly error: string | null;
}

/** Begins a job. @param cancel Called by its Cancel. */
export type BeginJob = (cancel: () => void) => Run;

/** Inputs of a panel at this moment. */
export type Inputs<Input> =
  /** Too few texts to compute from. */
  | { readonly kind: 'empty' }
  /** Vectors are being computed. */
  | { readonly kind: 'waiting' }
  /** Vectors are missing and will not come. */
  | { readonly kind: 'blocked'; readonly reason: string }
  | { readonly kind: 'ready'; readonly input: Input };

export interface DerivedOptions<Input, Result> {
  /** Begins the job that shows the computation on the page. */
  readonly begin: BeginJob;
  readonly inputs: () => Inputs<Input>;
  /** Whether two inputs give the same result. */
  readonly same: (a: Input, b: Input) => boolean;
  readonly compute: (
    input: Input,
    context: {
      readonly signal: AbortSignal;
      readonly onProgress: (fraction: number) => void;
      /** Shows a first look until the result is there. */
      readonly onDraft: (draft: Result) => void;
    },
  ) => Promise<Result>;
}

/** A result that follows its inputs: recomputed only when they change, superseded when they change again. */
export class Derived<Input, Result> {
  readonly store: StoreApi<DerivedState<Result>> = createStore<DerivedState<Result>>()(() => ({
    status: 'empty',
    version: 0,
    result: null,
    isDraft: false,
    error: null,
  }));
  readonly #options: DerivedOptions<Input, Result>;
  /** Input of the current result. */
  #computed: Input | null = null;
  #running: {
    readonly input: Input;
    readonly controller: AbortController;
    readonly job: Run;
  } | null = null;
  #failed: Input | null = null;

  constructor(options: DerivedOptions<Input, Result>) {
    this.#options = options;
  }

  /** Looks at the inputs and starts, keeps or drops work accordingly. Cheap when nothing changed. */
  update(): void {
    const inputs = this.#options.inputs();
    if (inputs.kind !== 'ready') {
      this.#abort();
      this.#failed = null;
      if (inputs.kind === 'empty') {
        this.#computed = null;
        this.#set({ status: 'empty', result: null, isDraft: false, error: null });
      } else if (inputs.kind === 'waiting') this.#set({ status: 'pending', error: null });
      else this.#set({ status: 'error', error: inputs.reason });
      return;
    }
    const { input } = inputs;
    const { same } = this.#options;
    if (this.#running !== null && same(this.#running.input, input)) return;
    this.#abort();
    if (this.#computed !== null && same(this.#computed, input)) {
      this.#set({ status: 'ready', error: null });
      return;
    }
    if (this.#failed !== null && same(this.#failed, input)) return;
    void this.#compute(input);
  }

  /** Computes again after an error. */
  retry(): void {
    this.#failed = null;
    this.update();
  }

  /** Stops the computation in progress; the result before it stays, `retry` starts it again. */
  cancel(): void {
    if (this.#running === null) return;
    this.#failed = this.#running.input;
    this.#abort();
    this.#set({ status: 'error', error: 'The computation was cancelled.' });
  }

  #abort(): void {
    this.#running?.controller.abort();
    this.#end();
  }

  #end(): void {
    this.#running?.job.end();
    this.#running = null;
  }

  /** Sets only what differs: a store that did not change wakes no one. */
  #set(next: Partial<DerivedState<Result>>): void {
    const state = this.store.getState();
    const merged = { ...state, ...next };
    const changed = (Object.keys(merged) as (keyof typeof merged)[]).some(
      (key) => merged[key] !== state[key],
    );
    if (changed) this.store.setState(merged);
  }

  async #compute(input: Input): Promise<void> {
    const controller = new AbortController();
    const job = this.#options.begin(() => this.cancel());
    const run = { input, controller, job };
    this.#running = run;
    this.#failed = null;
    this.#set({ status: 'pending', isDraft: false, error: null });
    try {
      const result = await this.#options.compute(input, {
        signal: controller.signal,
        onProgress: (fraction) => {
          if (this.#running === run) job.report({ fraction });
        },
        onDraft: (draft) => {
          if (this.#running !== run) return;
          // The inputs before have no result any more: what is shown is of these.
          this.#computed = null;
          const version = this.store.getState().version + 1;
          this.#set({ version, result: draft, isDraft: true });
        },
      });
      if (this.#running !== run) return;
      this.#end();
      this.#computed = input;
      const version = this.store.getState().version + 1;
      this.#set({ status: 'ready', version, result, isDraft: false, error: null });
    } catch (error) {
      if (this.#running !== run) return;
      this.#end();
      this.#failed = input;
      const reason = isAbort(error) ? 'The computation was cancelled.' : messageOf(error);
      this.#set({ status: 'error', error: reason });
    }
  }
}
