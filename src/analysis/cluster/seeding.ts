import { type Float64Matrix, rowDots } from '../linear/dot.ts';
import { type Steps, WORK_PER_STEP } from '../steps.ts';

/** Rounding error of a squared distance, as a fraction of the squared lengths. */
const ROUNDING = 1e-13;

/**
 * Chooses rows to start k-means from: k-means++ (Arthur & Vassilvitskii 2007), the greedy variant of its last section:
 * each next centre is the best of a few drawn. `norms`: squared row lengths. At most `k`; fewer where fewer rows are
 * distinct.
 */
export function* plusPlus(
  { values, count, dim }: Float64Matrix,
  norms: Float64Array,
  k: number,
  random: () => number,
): Steps<number[]> {
  const trials = 2 + Math.floor(Math.log(k));
  const first = Math.min(count - 1, Math.floor(random() * count));
  const chosen = [first];
  const dots = new Float64Array(count);
  let closest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  yield* keepCloser(first);

  function* keepCloser(row: number): Steps<void> {
    const block = Math.max(1, Math.floor(WORK_PER_STEP / dim));
    for (let from = 0; from < count; from += block) {
      const to = Math.min(from + block, count);
      rowDots(values, row, values, from, to, dim, dots, from);
      nearer(dots, norms, row, closest, from, to);
      yield chosen.length / k;
    }
  }

  while (chosen.length < k) {
    const before = closest;
    const potential = sum(before);
    if (potential === 0) break;
    let best: { row: number; distances: Float64Array<ArrayBuffer>; potential: number } | undefined;
    for (let trial = 0; trial < trials; trial++) {
      const row = draw(before, potential, random());
      closest = before.slice();
      yield* keepCloser(row);
      const left = sum(closest);
      if (best === undefined || left < best.potential) {
        best = { row, distances: closest, potential: left };
      }
    }
    if (best === undefined) break;
    chosen.push(best.row);
    closest = best.distances;
  }
  return chosen;
}

/** Lowers `closest` to the squared distances from `row` where these are smaller. */
function nearer(
  dots: Float64Array,
  norms: Float64Array,
  row: number,
  closest: Float64Array,
  from: number,
  to: number,
): void {
  const own = norms[row]!;
  for (let i = from; i < to; i++) {
    const distance = own - 2 * dots[i]! + norms[i]!;
    // The rounding error of equal rows must not be drawn as a centre again.
    const exact = distance > ROUNDING * (own + norms[i]!) ? distance : 0;
    if (exact < closest[i]!) closest[i] = exact;
  }
}

/** Draws a position with probability proportional to its weight; never one of weight 0. */
function draw(weights: Float64Array, total: number, fraction: number): number {
  let left = fraction * total;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    last = i;
    left -= weight;
    if (left < 0) return i;
  }
  return last;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
