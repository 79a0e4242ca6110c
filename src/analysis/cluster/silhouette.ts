import { type Float64Matrix, rowDots, squaredNorms } from '../linear/dot.ts';
import { draw, pick } from '../linear/sample.ts';
import { type Steps, WORK_PER_STEP } from '../steps.ts';

/** Rows up to which the silhouette is exact; beyond, this many are drawn. */
export const SILHOUETTE_EXACT_LIMIT = 2000;

/**
 * Computes the mean silhouette (Rousseeuw 1987), Euclidean, of clusters numbered from 0. A text alone in its cluster
 * counts as 0. NaN with fewer than two clusters or with every text its own. Beyond `SILHOUETTE_EXACT_LIMIT` rows: that
 * of a random sample of so many, drawn with `seed`.
 */
export function* silhouette(
  rows: Float64Matrix,
  assignments: Int32Array,
  seed: number,
): Steps<number> {
  const sampled =
    rows.count > SILHOUETTE_EXACT_LIMIT ? sample(rows, assignments, seed) : { rows, assignments };
  return yield* exactSilhouette(sampled.rows, sampled.assignments);
}

function* exactSilhouette(
  { values, count, dim }: Float64Matrix,
  assignments: Int32Array,
): Steps<number> {
  const sizes = sizesOf(assignments);
  if (!isDefined(sizes, count)) return Number.NaN;
  const norms = squaredNorms({ values, count, dim });
  const dots = new Float64Array(count);
  const sums = new Float64Array(sizes.length);
  let total = 0;
  let work = 0;
  for (let i = 0; i < count; i++) {
    rowDots(values, i, values, 0, count, dim, dots, 0);
    sums.fill(0);
    for (let j = 0; j < count; j++) {
      if (j === i) continue;
      sums[assignments[j]!]! += Math.sqrt(Math.max(0, norms[i]! - 2 * dots[j]! + norms[j]!));
    }
    total += ofText(assignments[i]!, sums, sizes);
    work += count * dim;
    if (work >= WORK_PER_STEP) {
      work = 0;
      yield i / count;
    }
  }
  return total / count;
}

/**
 * Computes the distances of all rows to each other, Float64Array [count × count]: for the silhouettes of many
 * partitions.
 */
export function* distancesOf({ values, count, dim }: Float64Matrix): Steps<Float64Array> {
  const norms = squaredNorms({ values, count, dim });
  const distances = new Float64Array(count * count);
  let work = 0;
  for (let i = 0; i < count; i++) {
    const at = i * count;
    rowDots(values, i, values, 0, count, dim, distances, at);
    for (let j = 0; j < count; j++) {
      distances[at + j] = Math.sqrt(Math.max(0, norms[i]! - 2 * distances[at + j]! + norms[j]!));
    }
    work += count * dim;
    if (work >= WORK_PER_STEP) {
      work = 0;
      yield i / count;
    }
  }
  return distances;
}

/** Does the same as `silhouette`, without a sample, from the distances of `distancesOf`. */
export function silhouetteBy(distances: Float64Array, labels: Int32Array): number {
  const count = labels.length;
  const sizes = sizesOf(labels);
  if (!isDefined(sizes, count)) return Number.NaN;
  const sums = new Float64Array(sizes.length);
  let total = 0;
  for (let i = 0; i < count; i++) {
    sums.fill(0);
    for (let j = 0; j < count; j++) if (j !== i) sums[labels[j]!]! += distances[i * count + j]!;
    total += ofText(labels[i]!, sums, sizes);
  }
  return total / count;
}

function sizesOf(labels: Int32Array): Float64Array {
  const sizes = new Float64Array(labels.reduce((most, label) => Math.max(most, label), -1) + 1);
  for (const label of labels) sizes[label]! += 1;
  return sizes;
}

function isDefined(sizes: Float64Array, count: number): boolean {
  const clusters = sizes.filter((size) => size > 0).length;
  return clusters >= 2 && clusters < count;
}

/** Computes the silhouette of one text of cluster `own`, from its summed distances to each cluster. */
function ofText(own: number, sums: Float64Array, sizes: Float64Array): number {
  if (sizes[own] === 1) return 0;
  const within = sums[own]! / (sizes[own]! - 1);
  let nearest = Number.POSITIVE_INFINITY;
  for (let c = 0; c < sizes.length; c++) {
    if (c !== own && sizes[c]! > 0) nearest = Math.min(nearest, sums[c]! / sizes[c]!);
  }
  const larger = Math.max(within, nearest);
  return larger === 0 ? 0 : (nearest - within) / larger;
}

/** Draws rows with the seed, and their assignments. */
function sample(
  rows: Float64Matrix,
  assignments: Int32Array,
  seed: number,
): { rows: Float64Matrix; assignments: Int32Array } {
  const drawn = draw(rows.count, SILHOUETTE_EXACT_LIMIT, seed);
  return { rows: pick(rows, drawn), assignments: drawn.map((row) => assignments[row]!) };
}
