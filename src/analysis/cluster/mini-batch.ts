import { type Float64Matrix, rowDots, squaredNorms } from '../linear/dot.ts';
import { draw, pick } from '../linear/sample.ts';
import { part, type Steps } from '../steps.ts';
import { plusPlus } from './seeding.ts';

/** Rows in a batch, and rows that seeds are drawn from: scikit-learn's defaults. */
const BATCH = 1024;
const SEED_ROWS = 3 * BATCH;
/** Batches without progress after which a restart ends, and batches a row at most, on average. */
const PATIENCE = 10;
const MAX_EPOCHS = 100;

/**
 * Finds centroids by mini-batch k-means (Sculley 2010): k-means++ seeds from a sample, then each batch moves its
 * centroids towards its rows, by less the more rows they have had. Ends when the smoothed inertia of the batches stops
 * falling, as in scikit-learn. Returns the best of `restarts` by the inertia of the sample: Float64Array [k × dim];
 * fewer than `k` where fewer rows are distinct.
 */
export function* miniBatch(
  rows: Float64Matrix,
  norms: Float64Array,
  k: number,
  restarts: number,
  random: () => number,
): Steps<Float64Array> {
  const sample = pick(rows, draw(rows.count, SEED_ROWS, Math.floor(random() * 2 ** 32)));
  const sampleNorms = squaredNorms(sample);
  let best: { centroids: Float64Array; inertia: number } | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    const done = restart / restarts;
    const seeds = yield* part(plusPlus(sample, sampleNorms, k, random), done, done);
    const start =
      seeds.length === k
        ? pick(sample, Int32Array.from(seeds))
        : // Not enough distinct rows in the sample; there may be in the whole.
          pick(rows, Int32Array.from(yield* part(plusPlus(rows, norms, k, random), done, done)));
    const centroids = start.values;
    yield* part(descend(rows, norms, centroids, random), done, done);
    const inertia = assign(sample, sampleNorms, allOf(sample), centroids).inertia;
    if (best === undefined || inertia < best.inertia) best = { centroids, inertia };
  }
  return best!.centroids;
}

/** Moves the centroids in place, batch by batch. */
function* descend(
  rows: Float64Matrix,
  norms: Float64Array,
  centroids: Float64Array,
  random: () => number,
): Steps<void> {
  const { values, count, dim } = rows;
  const had = new Float64Array(centroids.length / dim);
  const batch = new Int32Array(BATCH);
  const smoothing = Math.min(1, (2 * BATCH) / (count + 1));
  let smoothed = Number.NaN;
  let least = Number.POSITIVE_INFINITY;
  let waited = 0;
  for (let step = 0; step * BATCH < MAX_EPOCHS * count && waited < PATIENCE; step++) {
    for (let i = 0; i < BATCH; i++) batch[i] = Math.floor(random() * count);
    const { assignments, inertia } = assign(rows, norms, batch, centroids);
    const sums = new Float64Array(centroids.length);
    const sizes = new Float64Array(had.length);
    for (const [i, row] of batch.entries()) {
      const at = assignments[i]! * dim;
      for (let c = 0; c < dim; c++) sums[at + c]! += values[row * dim + c]!;
      sizes[assignments[i]!]! += 1;
    }
    for (const [cluster, size] of sizes.entries()) {
      if (size === 0) continue;
      had[cluster]! += size;
      const rate = 1 / had[cluster]!;
      for (let j = cluster * dim; j < (cluster + 1) * dim; j++) {
        centroids[j]! += (sums[j]! - size * centroids[j]!) * rate;
      }
    }
    yield 0;
    // The first batch still measures the seeds.
    if (step === 0) continue;
    smoothed = Number.isNaN(smoothed) ? inertia : smoothed + smoothing * (inertia - smoothed);
    waited = smoothed < least ? 0 : waited + 1;
    least = Math.min(least, smoothed);
  }
}

/** Finds the nearest centroid of each of the rows `which`, and the sum of squared distances to them. */
function assign(
  { values, dim }: Float64Matrix,
  norms: Float64Array,
  which: Int32Array,
  centroids: Float64Array,
): { assignments: Int32Array; inertia: number } {
  const k = centroids.length / dim;
  const centroidNorms = squaredNorms({ values: centroids, count: k, dim });
  const dots = new Float64Array(k);
  const assignments = new Int32Array(which.length);
  let inertia = 0;
  for (const [i, row] of which.entries()) {
    rowDots(values, row, centroids, 0, k, dim, dots, 0);
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0; c < k; c++) {
      const squared = norms[row]! - 2 * dots[c]! + centroidNorms[c]!;
      if (squared < least) {
        least = squared;
        assignments[i] = c;
      }
    }
    inertia += Math.max(0, least);
  }
  return { assignments, inertia };
}

function allOf({ count }: Float64Matrix): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}
