import { seededRandom } from '../../lib/random.ts';
import type { Float64Matrix } from '../linear/dot.ts';
import { part, type Steps } from '../steps.ts';
import { fuzzyGraph } from './fuzzy-graph.ts';
import { nearestNeighbours } from './neighbours.ts';
import { reduce } from './pca.ts';
import { descend } from './umap-descent.ts';

/** Texts below which no neighbourhood is there to preserve. */
export const UMAP_MINIMUM = 5;
const MAX_NEIGHBOURS = 15;
/** Small sets are cheap; larger ones settle early, since they start from their components. */
const epochsFor = (count: number) => (count <= 500 ? 500 : 200);
/** Extent of the starting layout, as in the reference implementation. */
const START_EXTENT = 10;

/**
 * Lays texts out by uniform manifold approximation and projection to the plane (McInnes et al. 2018): Float32Array
 * [count × 2]. Neighbours are those by Euclidean distance among the first 50 principal components, exact up to 5,000
 * texts; the layout starts from the first two, which keeps the large structure in place and the result the same for the
 * same seed. `count` is at least `UMAP_MINIMUM`.
 */
export function* umapLayout(data: Float64Matrix, seed: number): Steps<Float32Array> {
  const { count } = data;
  const random = seededRandom(seed);
  const reduced = yield* part(reduce(data), 0, 0.1);
  const k = neighboursFor(count);
  const neighbours = yield* part(nearestNeighbours(reduced, k, seed), 0.1, 0.4);
  const graph = yield* part(fuzzyGraph(neighbours), 0.4, 0.42);
  const layout = startAtComponents(reduced, random);
  yield* part(descend(layout, graph, epochsFor(count), random), 0.42, 1);
  return Float32Array.from(layout);
}

/** Returns the neighbours of each text, itself included: fewer in small sets, or all would be neighbours. */
export function neighboursFor(count: number): number {
  return Math.max(3, Math.min(MAX_NEIGHBOURS, Math.ceil(count / 3)));
}

/** Scales the first two components. The noise parts texts that coincide; without it they would stay in one point. */
function startAtComponents(
  { values, count, dim }: Float64Matrix,
  random: () => number,
): Float64Array {
  let extent = 0;
  for (let i = 0; i < count; i++) {
    extent = Math.max(extent, Math.abs(values[i * dim]!), Math.abs(values[i * dim + 1]!));
  }
  const scale = extent === 0 ? 0 : START_EXTENT / extent;
  return Float64Array.from({ length: 2 * count }, (_, at) => {
    return values[(at >> 1) * dim + (at & 1)]! * scale + (random() - 0.5) * 1e-3;
  });
}
