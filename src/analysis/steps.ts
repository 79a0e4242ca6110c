/**
 * Long computations are generators: they yield the fraction done after every few milliseconds of work, and return the
 * result. So the mathematics knows nothing of workers, timers or signals; the caller decides when to pause and whether
 * to go on.
 */
export type Steps<Result> = Generator<number, Result, undefined>;

/** Multiply-adds between two yields: a few milliseconds on a slow machine. */
export const WORK_PER_STEP = 4_000_000;

/** Runs to the end without pausing. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Runs the same steps as the part `from`…`to` of a longer computation. */
export function* part<Result>(steps: Steps<Result>, from: number, to: number): Steps<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield from + (to - from) * step.value;
  }
}
