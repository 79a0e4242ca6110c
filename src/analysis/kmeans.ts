import { squaredNorms } from './dot.ts';
import { lloyd, type Partition } from './lloyd.ts';
import { seededRandom } from './random.ts';
import { plusPlus } from './seeding.ts';
import { silhouette } from './silhouette.ts';
import { part, type Steps } from './steps.ts';
import type { ClusterOptions, Clusters, Embeddings } from './types.ts';
import { checkInteger, toRows } from './validate.ts';

const DEFAULT_SEED = 1;
const DEFAULT_RESTARTS = 10;
/** Share of the time that k-means takes; the silhouette takes the rest. */
const KMEANS_SHARE = 0.8;

/**
 * k-means with k-means++ seeding, the best of several restarts by inertia, and its silhouette.
 * Texts that coincide cannot be told apart: with fewer distinct rows than `k` there are fewer
 * clusters. No texts give no clusters.
 * @throws AnalysisError for k < 1, restarts < 1 or values that are not finite.
 */
export function* cluster(embeddings: Embeddings, options: ClusterOptions): Steps<Clusters> {
  const { k, seed = DEFAULT_SEED, restarts = DEFAULT_RESTARTS } = options;
  checkInteger('k', k, 1);
  checkInteger('restarts', restarts, 1);
  const rows = toRows('embeddings', embeddings);
  const { count } = rows;
  if (count === 0) return { k: 0, labels: new Int32Array(0), inertia: 0, silhouette: Number.NaN };

  const random = seededRandom(seed);
  const rowNorms = squaredNorms(rows);
  let best: Partition | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    const from = (KMEANS_SHARE * restart) / restarts;
    const start = yield* part(plusPlus(rows, Math.min(k, count), random), from, from);
    const found = yield* part(lloyd(rows, rowNorms, start), from, from);
    if (best === undefined || found.inertia < best.inertia) best = found;
  }
  const { labels, found } = largestFirst(best!.labels);
  const score = yield* part(silhouette(rows, labels, seed), KMEANS_SHARE, 1);
  return { k: found, labels, inertia: best!.inertia, silhouette: score };
}

/** Numbers the clusters by size, largest first; of equal size, the one met first. */
function largestFirst(labels: Int32Array): { labels: Int32Array; found: number } {
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  // A Map keeps the order of first insertion and the sort is stable.
  const order = [...sizes].sort(([, a], [, b]) => b - a).map(([label]) => label);
  const rank = new Map(order.map((label, position) => [label, position]));
  return { labels: labels.map((label) => rank.get(label)!), found: order.length };
}
