import { UMAP } from 'umap-js';
import { seededRandom } from '../../lib/random.ts';
import type { Float64Matrix } from '../linear/dot.ts';
import { part, type Steps } from '../steps.ts';
import { nearestNeighbours } from './neighbours.ts';
import { reduce } from './pca.ts';

/** Texts below which no neighbourhood is there to preserve. */
export const UMAP_MINIMUM = 5;
const MAX_NEIGHBOURS = 15;
/** Small sets are cheap; larger ones settle early, since they start from their components. */
const epochsFor = (count: number) => (count <= 500 ? 500 : 200);
/** Extent of the starting layout, as in the reference implementation. */
const START_EXTENT = 10;

/**
 * Lays texts out by uniform manifold approximation and projection to the plane (McInnes et al. 2018): Float32Array
 * [count × 2]. Neighbours are exact, by Euclidean distance among the first 50 principal components; the layout starts
 * from the first two, which keeps the large structure in place and the result the same for the same seed. `count` is at
 * least `UMAP_MINIMUM`.
 */
export function* umapLayout(data: Float64Matrix, seed: number): Steps<Float32Array> {
  const { count } = data;
  const random = seededRandom(seed);
  const reduced = yield* part(reduce(data), 0, 0.1);
  const nNeighbors = neighboursFor(count);
  const { indices, distances } = yield* part(nearestNeighbours(reduced, nNeighbors), 0.1, 0.25);

  const umap = new UMAP({ nComponents: 2, nNeighbors, nEpochs: epochsFor(count), random });
  umap.setPrecomputedKNN(indices, distances);
  // Only the number of rows matters: the neighbours are known.
  const epochs = umap.initializeFit(indices);
  placeAtComponents(umap.getEmbedding(), reduced, random);
  for (let epoch = 0; epoch < epochs; epoch++) {
    umap.step();
    yield 0.25 + (0.75 * (epoch + 1)) / epochs;
  }
  return Float32Array.from(umap.getEmbedding().flat());
}

/** Returns the neighbours of each text, itself included: fewer in small sets, or all would be neighbours. */
function neighboursFor(count: number): number {
  return Math.max(3, Math.min(MAX_NEIGHBOURS, Math.ceil(count / 3)));
}

/**
 * Overwrites the random starting layout in place (`getEmbedding` gives the live array). The noise
 * parts texts that coincide; without it they would stay in one point.
 */
function placeAtComponents(layout: number[][], reduced: Float64Matrix, random: () => number): void {
  const { values, dim } = reduced;
  let extent = 0;
  for (let i = 0; i < layout.length; i++) {
    extent = Math.max(extent, Math.abs(values[i * dim]!), Math.abs(values[i * dim + 1]!));
  }
  const scale = extent === 0 ? 0 : START_EXTENT / extent;
  for (const [i, point] of layout.entries()) {
    point[0] = values[i * dim]! * scale + (random() - 0.5) * 1e-3;
    point[1] = values[i * dim + 1]! * scale + (random() - 0.5) * 1e-3;
  }
}
