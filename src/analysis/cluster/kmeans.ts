import { seededRandom } from '../../lib/random.ts';
import { type Float64Matrix, squaredNorms } from '../linear/dot.ts';
import { pick } from '../linear/sample.ts';
import { part, type Steps } from '../steps.ts';
import type { ClusterOptions, Clusters } from '../types.ts';
import { checkInteger, type Given, toRows } from '../validate.ts';
import { Lloyd } from './lloyd.ts';
import { miniBatch } from './mini-batch.ts';
import { plusPlus } from './seeding.ts';
import { silhouette } from './silhouette.ts';

const DEFAULT_SEED = 1;
const DEFAULT_RESTARTS = { 'k-means': 10, 'mini-batch k-means': 3 } as const;
/**
 * Centroid movement at which a restart is judged, as a fraction of the mean variance of a column:
 * scikit-learn's tolerance.
 */
const ROUGH = 1e-4;
/** Texts up to which k-means takes a few seconds; beyond, it goes by mini-batches. */
const KMEANS_LIMIT = 5000;
/** Texts up to which every restart is refined row by row; beyond, refining takes too long. */
const REFINED_COUNT = 2000;
/** Share of the time that k-means takes; the silhouette takes the rest. */
const KMEANS_SHARE = 0.8;

/**
 * Clusters by k-means with k-means++ seeding, the best of several restarts by inertia, refined by moves of single rows;
 * beyond 5,000 texts by mini-batches, whose centroids only come near that. Adds the silhouette. Texts that coincide
 * cannot be told apart: with fewer distinct rows than `k` there are fewer clusters. No texts give no clusters.
 * @throws AnalysisError for k < 1, restarts < 1 or values that are not finite.
 */
export function* cluster(embeddings: Given, options: ClusterOptions): Steps<Clusters> {
  const rows = toRows('embeddings', embeddings);
  const found = yield* part(partition(rows, options), 0, KMEANS_SHARE);
  const { seed = DEFAULT_SEED } = options;
  const score = yield* part(silhouette(rows, found.assignments, seed), KMEANS_SHARE, 1);
  return { ...found, silhouette: score };
}

/** Does the same without the silhouette. */
export function* partition(
  rows: Float64Matrix,
  { k, seed = DEFAULT_SEED, restarts: asked }: ClusterOptions,
): Steps<Omit<Clusters, 'silhouette'>> {
  const { count } = rows;
  const algorithm = algorithmFor(count);
  const restarts = asked ?? DEFAULT_RESTARTS[algorithm];
  checkInteger('k', k, 1);
  checkInteger('restarts', restarts, 1);
  if (count === 0) return { algorithm, k: 0, assignments: new Int32Array(0), inertia: 0 };
  const random = seededRandom(seed);
  const norms = squaredNorms(rows);
  const most = Math.min(k, count);
  const winner =
    algorithm === 'k-means'
      ? yield* bestOf(restarts, rows, norms, most, random)
      : yield* byMiniBatches(restarts, rows, norms, most, random);
  const { assignments, found } = largestFirst(winner.assignments);
  return { algorithm, k: found, assignments, inertia: winner.inertia() };
}

function algorithmFor(count: number): Clusters['algorithm'] {
  return count <= KMEANS_LIMIT ? 'k-means' : 'mini-batch k-means';
}

function* bestOf(
  restarts: number,
  rows: Float64Matrix,
  norms: Float64Array,
  k: number,
  random: () => number,
): Steps<Lloyd> {
  const tolerance = ROUGH * meanVariance(rows);
  let best: { partition: Lloyd; inertia: number } | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    const from = restart / restarts;
    const seeds = yield* part(plusPlus(rows, norms, k, random), from, from);
    const partition = new Lloyd(rows, norms, pick(rows, Int32Array.from(seeds)).values);
    yield* part(partition.improve(tolerance), from, from);
    if (rows.count <= REFINED_COUNT) yield* part(partition.refine(), from, from);
    const inertia = partition.inertia();
    if (best === undefined || inertia < best.inertia) best = { partition, inertia };
  }
  // Only the winner is worth the many small moves to the very end.
  const winner = best!.partition;
  yield* part(winner.improve(0), 1, 1);
  yield* part(winner.refine(), 1, 1);
  return winner;
}

function* byMiniBatches(
  restarts: number,
  rows: Float64Matrix,
  norms: Float64Array,
  k: number,
  random: () => number,
): Steps<Lloyd> {
  const centroids = yield* part(miniBatch(rows, norms, k, restarts, random), 0, 0.95);
  const partition = new Lloyd(rows, norms, centroids);
  // A single pass gives each row to its nearest centroid.
  yield* part(partition.improve(Number.POSITIVE_INFINITY), 0.95, 0.95);
  return partition;
}

/** Numbers the clusters by size, largest first; of equal size, the one met first. */
function largestFirst(assignments: Int32Array): { assignments: Int32Array; found: number } {
  const sizes = new Map<number, number>();
  for (const cluster of assignments) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  // A Map keeps the order of first insertion and the sort is stable.
  const order = [...sizes].sort(([, a], [, b]) => b - a).map(([cluster]) => cluster);
  const rank = new Map(order.map((cluster, position) => [cluster, position]));
  return { assignments: assignments.map((cluster) => rank.get(cluster)!), found: order.length };
}

function meanVariance({ values, count, dim }: Float64Matrix): number {
  const sums = new Float64Array(dim);
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    sums[i % dim]! += values[i]!;
    squares += values[i]! ** 2;
  }
  let squaredMeans = 0;
  for (const sum of sums) squaredMeans += (sum / count) ** 2;
  return (squares / count - squaredMeans) / dim;
}
