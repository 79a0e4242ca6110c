/** How fast work goes, and how long it will take from the pace so far. */
export interface Pace {
  /** Done per second since it began; null until something is done. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
}

/**
 * @param work `done` of `total`, in any unit, after `elapsedMs`. Of it, `before` was done when it began, and says
 * nothing of the pace. Of the time left nothing is said in the first `unsureMs`: that is the pace of the start.
 */
export function paceOf(work: {
  readonly done: number;
  readonly total: number;
  readonly elapsedMs: number;
  readonly before?: number;
  readonly unsureMs?: number;
}): Pace {
  const { done, total, elapsedMs, before = 0, unsureMs = 0 } = work;
  const own = done - before;
  const seconds = elapsedMs / 1000;
  if (own <= 0 || seconds <= 0) return { rate: null, secondsLeft: null };
  const secondsLeft = elapsedMs > unsureMs ? (seconds / own) * (total - done) : null;
  return { rate: own / seconds, secondsLeft };
}
