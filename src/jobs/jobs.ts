import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Pace } from './pace.ts';

/** Work that takes long, whatever it is: what the page shows of it, and what a person can do about it. */
export interface Job extends Pace {
  /** "Importing instructor-base". */
  readonly title: string;
  readonly state: 'running' | 'paused';
  /** In the job's own unit: texts, bytes. */
  readonly done: number;
  readonly total: number;
  /** Work done, 0 to 1; null while it is not known. It may be finer than `done` of `total`. */
  readonly fraction: number | null;
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number;
  /** Stops it for good; what is finished stays or goes as each kind of work has it. */
  readonly cancel: () => void;
  /** Stops it, to go on later; absent where there is no such thing, and where it is paused. */
  readonly pause?: () => void;
  /** Goes on; there where it is paused. */
  readonly resume?: () => void;
}

/** At most one at a time of each. */
export type JobKind = 'embedding' | 'import';

type JobsState = { readonly [Kind in JobKind]?: Job };

/** The owner's end of a job. After its end, or once another of its kind has begun, it does nothing. */
export interface Run {
  report(progress: Pick<Job, 'done' | 'total' | 'fraction'> & Pace): void;
  /** Work has stopped until `resume`. */
  paused(resume: () => void): void;
  end(): void;
}

/** Everything that takes long, in one place. */
export class Jobs {
  readonly store: StoreApi<JobsState> = createStore<JobsState>()(() => ({}));

  of(kind: JobKind): Job | null {
    return this.store.getState()[kind] ?? null;
  }

  /** Begins a job; one of its kind that is there is over. */
  begin(
    kind: JobKind,
    begun: Pick<Job, 'title' | 'total' | 'cancel' | 'pause'> & { readonly startedAt?: number },
  ): Run {
    let own: Job | null = {
      startedAt: performance.now(),
      ...begun,
      state: 'running',
      done: 0,
      fraction: null,
      rate: null,
      secondsLeft: null,
    };
    const set = (next: Job | null) => {
      if (own === null || this.of(kind) !== own) return;
      own = next;
      this.store.setState({ [kind]: next ?? undefined });
    };
    this.store.setState({ [kind]: own });
    return {
      report: (progress) => {
        if (own?.state === 'running') set({ ...own, ...progress });
      },
      paused: (resume) => {
        if (own === null) return;
        const { pause: _, ...rest } = own;
        set({ ...rest, state: 'paused', secondsLeft: null, resume });
      },
      end: () => set(null),
    };
  }
}
