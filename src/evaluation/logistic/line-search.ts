/** The line search of Moré & Thuente (1994): MINPACK-2's dcsrch and dcstep, with the constants of L-BFGS-B. */

/** A step along the direction, with the objective and its slope there. */
interface Point {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** Share of the first slope's promise that the objective must fall by. */
const DECREASE = 1e-3;
/** Share of the first slope that may be left. */
const CURVATURE = 0.9;
/** Width of the interval, relative to its upper end, at which the search ends. */
const NARROW = 0.1;
const LONGEST = 1e10;

/**
 * Searches for a step that lowers the objective enough. `first` is the step to try first, `slope` the slope at 0, which
 * must be negative; `at` evaluates the objective.
 * @returns the last point that was evaluated, or null after `most` evaluations without one that is good enough.
 */
export function searchLine(
  at: (step: number) => Point,
  start: { readonly value: number; readonly slope: number },
  first: number,
  most: number,
): Point | null {
  const promise = DECREASE * start.slope;
  let best: Point = { step: 0, value: start.value, slope: start.slope };
  let other = best;
  let bracketed = false;
  let stage = 1;
  let width = LONGEST;
  let widthBefore = 2 * width;
  let lower = 0;
  let upper = first + 4 * first;
  let step = first;
  for (let tried = 1; ; tried++) {
    const point = at(step);
    const limit = start.value + step * promise;
    if (stage === 1 && point.value <= limit && point.slope >= 0) stage = 2;
    const isGood = point.value <= limit && Math.abs(point.slope) <= -CURVATURE * start.slope;
    const isStuck =
      bracketed && (step <= lower || step >= upper || upper - lower <= NARROW * upper);
    const isLongest = step === LONGEST && point.value <= limit && point.slope <= promise;
    if (isGood || isStuck || isLongest) return point;
    if (tried >= most) return null;
    // Until a point is low enough, the search is on the objective less its promised fall.
    const tilt = stage === 1 && point.value <= best.value && point.value > limit ? promise : 0;
    const next = nextStep(tilted(best, -tilt), tilted(other, -tilt), tilted(point, -tilt), {
      bracketed,
      lower,
      upper,
    });
    best = tilted(next.best, tilt);
    other = tilted(next.other, tilt);
    bracketed = next.bracketed;
    step = next.step;
    if (bracketed) {
      const span = Math.abs(other.step - best.step);
      if (span >= 0.66 * widthBefore) step = best.step + 0.5 * (other.step - best.step);
      widthBefore = width;
      width = span;
      lower = Math.min(best.step, other.step);
      upper = Math.max(best.step, other.step);
    } else {
      lower = step + 1.1 * (step - best.step);
      upper = step + 4 * (step - best.step);
    }
    step = Math.max(0, Math.min(LONGEST, step));
    const isNarrow = step <= lower || step >= upper || upper - lower <= NARROW * upper;
    if (bracketed && isNarrow) step = best.step;
  }
}

function tilted({ step, value, slope }: Point, tilt: number): Point {
  return { step, value: value + step * tilt, slope: slope + tilt };
}

interface Interval {
  readonly bracketed: boolean;
  readonly lower: number;
  readonly upper: number;
}

/** Interpolates the next step from the best point, the interval's other end and the newest point. */
function nextStep(best: Point, other: Point, point: Point, interval: Interval) {
  const opposed = point.slope * Math.sign(best.slope);
  const { step, bracketed } = interpolated(best, other, point, interval, opposed);
  if (point.value > best.value) return { best, other: point, step, bracketed };
  return { best: point, other: opposed < 0 ? best : other, step, bracketed };
}

function interpolated(
  best: Point,
  other: Point,
  point: Point,
  { bracketed, lower, upper }: Interval,
  opposed: number,
): { step: number; bracketed: boolean } {
  const { step } = point;
  const isAhead = step > best.step;
  if (point.value > best.value) {
    // Higher: the minimum lies between.
    const { theta, gamma } = cubic(best, point, step < best.step);
    const r = (gamma - best.slope + theta) / (gamma - best.slope + gamma + point.slope);
    const byCubic = best.step + r * (step - best.step);
    const fall = (best.value - point.value) / (step - best.step) + best.slope;
    const byQuadratic = best.step + (best.slope / fall / 2) * (step - best.step);
    const isCubic = Math.abs(byCubic - best.step) < Math.abs(byQuadratic - best.step);
    return {
      step: isCubic ? byCubic : byCubic + (byQuadratic - byCubic) / 2,
      bracketed: true,
    };
  }
  if (opposed < 0) {
    // Lower, and the slope has turned: the minimum lies between.
    const { theta, gamma } = cubic(best, point, isAhead);
    const r = (gamma - point.slope + theta) / (gamma - point.slope + gamma + best.slope);
    const byCubic = step + r * (best.step - step);
    const bySecant = secant(best, point);
    const isCubic = Math.abs(byCubic - step) > Math.abs(bySecant - step);
    return { step: isCubic ? byCubic : bySecant, bracketed: true };
  }
  if (Math.abs(point.slope) < Math.abs(best.slope)) {
    // Lower and flatter: the minimum may lie ahead.
    const { theta, gamma } = cubic(best, point, isAhead);
    const r = (gamma - point.slope + theta) / (gamma + (best.slope - point.slope) + gamma);
    const beyond = isAhead ? upper : lower;
    const byCubic = r < 0 && gamma !== 0 ? step + r * (best.step - step) : beyond;
    const bySecant = secant(best, point);
    const isCloser = Math.abs(byCubic - step) < Math.abs(bySecant - step);
    if (!bracketed) {
      const farther = isCloser ? bySecant : byCubic;
      return { step: Math.max(lower, Math.min(upper, farther)), bracketed };
    }
    const closer = isCloser ? byCubic : bySecant;
    const bound = step + 0.66 * (other.step - step);
    return { step: isAhead ? Math.min(bound, closer) : Math.max(bound, closer), bracketed };
  }
  // Lower and as steep.
  if (!bracketed) return { step: isAhead ? upper : lower, bracketed };
  const { theta, gamma } = cubic(other, point, step > other.step);
  const r = (gamma - point.slope + theta) / (gamma - point.slope + gamma + other.slope);
  return { step: step + r * (other.step - step), bracketed };
}

/** The terms of the cubic through two points with their slopes. */
function cubic(from: Point, to: Point, isNegative: boolean): { theta: number; gamma: number } {
  const theta = (3 * (from.value - to.value)) / (to.step - from.step) + from.slope + to.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(from.slope), Math.abs(to.slope));
  const root = (theta / scale) ** 2 - (from.slope / scale) * (to.slope / scale);
  const gamma = scale * Math.sqrt(Math.max(0, root));
  return { theta, gamma: isNegative ? -gamma : gamma };
}

function secant(best: Point, point: Point): number {
  return point.step + (point.slope / (point.slope - best.slope)) * (best.step - point.step);
}
