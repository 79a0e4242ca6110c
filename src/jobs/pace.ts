/** Pace of work, and the time left at this pace. */
export interface Pace {
  /** Units done per second since the work began; null until something is done. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
}

/**
 * @param work `done` of `total`, in any unit, after `elapsedMs`. `before` was done when it began, and does not count in
 * the pace. In the first `unsureMs` the time left is null: the pace is that of the start.
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
