import { createStore, type StoreApi } from 'zustand/vanilla';
import { throttle } from '../lib/throttle.ts';
import type { Pace } from './pace.ts';

/** Long work of any kind: the state that the page shows, and the actions a person can take. */
export interface Job extends Pace {
  /** Title: "Importing instructor-base". */
  readonly title: string;
  readonly state: 'running' | 'paused';
  /** Units done, in the job's own unit: texts, bytes; null where nothing is counted. */
  readonly done: number | null;
  /** Units in all; null where nothing is counted. */
  readonly total: number | null;
  /**
   * Work done, 0 to 1; null while it is not known. May be finer than `done` of `total`. A computation's fraction counts
   * its steps, which differ in length: no time left follows from it.
   */
  readonly fraction: number | null;
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number;
  /** Stops the job for good. Each kind of work decides what stays. */
  readonly cancel: () => void;
  /** Stops the job until `resume`; absent where a job cannot be resumed, and while it is paused. */
  readonly pause?: () => void;
  /** Resumes a paused job; absent while it runs. */
  readonly resume?: () => void;
}

/** Kinds of work; at most one job of each runs at a time. A panel's result is `panel:` and its name. */
export type JobKind = 'embedding' | 'import' | 'suggest-k' | `panel:${string}`;

type JobsState = { readonly [Kind in JobKind]?: Job };

/** Returns the oldest running computation; null without one. */
export function firstAnalysis(jobs: JobsState): Job | null {
  const kinds = Object.keys(jobs) as JobKind[];
  return kinds
    .filter((kind) => kind === 'suggest-k' || kind.startsWith('panel:'))
    .flatMap((kind) => jobs[kind] ?? [])
    .reduce<Job | null>(
      (first, job) => (first === null || job.startedAt < first.startedAt ? job : first),
      null,
    );
}

/** Progress of a job; `done` and `total` stay as they were if left out. */
type Progress = Pick<Job, 'fraction'> & Partial<Pick<Job, 'done' | 'total'>> & Partial<Pace>;

/** The owner's end of a job. Does nothing after the job's end, or once another of its kind has begun. */
export interface Run {
  /** Reports progress. Reports reach the store at most once in `REPORT_MS`, the latest always. */
  report(progress: Progress): void;
  /** Marks the job as paused. @param resume Resumes it. */
  paused(resume: () => void): void;
  end(): void;
}

/** Milliseconds between two reports that reach the page: a person sees no difference if they come more often. */
export const REPORT_MS = 150;

/** All long work, in one place. */
export class Jobs {
  readonly store: StoreApi<JobsState> = createStore<JobsState>()(() => ({}));

  of(kind: JobKind): Job | null {
    return this.store.getState()[kind] ?? null;
  }

  /** Begins a job, replacing one of its kind. */
  begin(
    kind: JobKind,
    begun: Pick<Job, 'title' | 'cancel' | 'pause'> & Partial<Pick<Job, 'total' | 'startedAt'>>,
  ): Run {
    let own: Job | null = {
      startedAt: performance.now(),
      total: null,
      ...begun,
      state: 'running',
      done: begun.total === undefined ? null : 0,
      fraction: null,
      rate: null,
      secondsLeft: null,
    };
    const set = (next: Job | null) => {
      if (own === null || this.of(kind) !== own) return;
      own = next;
      this.store.setState({ [kind]: next ?? undefined });
    };
    const show = throttle((progress: Progress) => {
      if (own?.state === 'running') set({ ...own, ...progress });
    }, REPORT_MS);
    this.store.setState({ [kind]: own });
    return {
      report: show,
      paused: (resume) => {
        show.flush();
        show.drop();
        if (own === null) return;
        const { pause: _, ...rest } = own;
        set({ ...rest, state: 'paused', secondsLeft: null, resume });
      },
      end: () => {
        show.drop();
        set(null);
      },
    };
  }
}
