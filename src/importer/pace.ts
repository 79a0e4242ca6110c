/** Progress of an import in bytes of its source, and the time left at the pace so far. */
import { paceOf } from '../jobs/pace.ts';
import type { ImportProgress } from './types.ts';

const REPORT_INTERVAL_MS = 100;
/** Milliseconds before which the pace is unreliable. */
const MIN_MS = 1000;

export class ImportPace {
  readonly #report: (progress: ImportProgress) => void;
  #total = 0;
  #step = 'configuration';
  /** Bytes of weights read in this run. */
  #read = 0;
  /** Bytes of the source whose groups are stored, including an earlier run's. */
  #stored = 0;
  #earlier = 0;
  #began = performance.now();
  #last = 0;

  constructor(report: (progress: ImportProgress) => void) {
    this.#report = report;
  }

  begin(total: number): void {
    this.#total = total;
    this.#read = 0;
    this.#began = performance.now();
    this.#tell(true);
  }

  read(bytes: number): void {
    this.#read += bytes;
    this.#tell(false);
  }

  /** @param share Part of all weights. @param earlier Whether an earlier run stored it. */
  stored(share: number, earlier: boolean): void {
    const bytes = share * this.#total;
    this.#stored += bytes;
    if (earlier) this.#earlier += bytes;
    this.#tell(true);
  }

  step(step: string): void {
    this.#step = step;
    this.#tell(true);
  }

  #tell(force: boolean): void {
    const now = performance.now();
    if (this.#total === 0 || (!force && now - this.#last < REPORT_INTERVAL_MS)) return;
    this.#last = now;
    // Read but unstored bytes count half, because they still need quantising.
    const ahead = Math.max(0, this.#earlier + this.#read - this.#stored);
    const done = Math.min(this.#total, this.#stored + ahead / 2);
    const { secondsLeft } = paceOf({
      ...{ done, total: this.#total, before: this.#earlier },
      ...{ elapsedMs: now - this.#began, unsureMs: MIN_MS },
    });
    this.#report({
      doneBytes: Math.round(done),
      totalBytes: this.#total,
      step: this.#step,
      leftMs: secondsLeft === null ? null : secondsLeft * 1000,
    });
  }
}
