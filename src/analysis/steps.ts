/**
 * Long computations are generators: they yield the fraction done whenever a few milliseconds of
 * work are behind them, and return the result. So the mathematics knows nothing of workers, timers
 * or signals, and whoever drives it decides when to pause and whether to go on.
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

/** The same steps, as the part `from`…`to` of a longer computation. */
export function* part<Result>(steps: Steps<Result>, from: number, to: number): Steps<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield from + (to - from) * step.value;
  }
}
