import { type Float64Matrix, rowDots } from '../../analysis/linear/dot.ts';
import { type Steps, WORK_PER_STEP } from '../../analysis/steps.ts';
import type { RandomState } from '../random/numpy.ts';

/**
 * Chooses rows to start k-means from by greedy k-means++ (Arthur & Vassilvitskii 2007), with the draws of
 * scikit-learn's kmeans_plusplus. @param sample Rows to choose from, which may repeat. @param norms Squared lengths of
 * the rows. @returns the chosen rows, Float64Array [k × dim].
 */
export function* plusPlusSeeds(
  { values, dim }: Float64Matrix,
  norms: Float64Array,
  sample: Int32Array,
  k: number,
  random: RandomState,
): Steps<Float64Array> {
  const count = sample.length;
  const points = { values: new Float64Array(count * dim), norms: new Float64Array(count) };
  for (const [i, row] of sample.entries()) {
    points.values.set(values.subarray(row * dim, (row + 1) * dim), i * dim);
    points.norms[i] = norms[row]!;
  }
  const trials = 2 + Math.floor(Math.log(k));
  const centroids = new Float64Array(k * dim);
  const choose = (seed: number, point: number) =>
    centroids.set(points.values.subarray(point * dim, (point + 1) * dim), seed * dim);
  const first = Math.min(count - 1, Math.floor(random.double() * count));
  choose(0, first);
  const dots = new Float64Array(count);
  const everywhere = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  let closest = closer(first, everywhere);
  let potential = sum(closest);
  let work = 0;
  for (let seed = 1; seed < k; seed++) {
    const fractions = Array.from({ length: trials }, () => random.double());
    let best: { point: number; closest: Float64Array; potential: number } | undefined;
    const reached = cumulative(closest);
    for (const fraction of fractions) {
      const point = Math.min(count - 1, firstAtLeast(reached, fraction * potential));
      const tried = closer(point, closest);
      const left = sum(tried);
      if (best === undefined || left < best.potential) {
        best = { point, closest: tried, potential: left };
      }
      work += count * dim;
      if (work < WORK_PER_STEP) continue;
      work = 0;
      yield seed / k;
    }
    closest = best!.closest;
    potential = best!.potential;
    choose(seed, best!.point);
  }
  return centroids;

  /** Returns the squared distances to `point`, where these are below `than`, else those. */
  function closer(point: number, than: Float64Array): Float64Array {
    rowDots(points.values, point, points.values, 0, count, dim, dots, 0);
    const own = points.norms[point]!;
    const out = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      out[i] = Math.min(than[i]!, Math.max(0, own - 2 * dots[i]! + points.norms[i]!));
    }
    return out;
  }
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function cumulative(values: Float64Array): Float64Array {
  let total = 0;
  return values.map((value) => {
    total += value;
    return total;
  });
}

/** Returns the position of the first of ascending values that is at least `value`. */
function firstAtLeast(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}
