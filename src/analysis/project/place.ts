import { type Float64Matrix, rowDots, squaredDistance, squaredNorms } from '../linear/dot.ts';
import { pick } from '../linear/sample.ts';
import { topK } from '../linear/top-k.ts';
import { part, type Steps, WORK_PER_STEP } from '../steps.ts';
import { AnalysisError } from '../types.ts';
import { LEAST_WIDTH, mean, widthFor } from './fuzzy-graph.ts';
import { reduce } from './pca.ts';
import { neighboursFor } from './umap.ts';

/** Share of the time that the principal components take. */
const REDUCING = 0.3;

/**
 * Places rows on an earlier map, as umap-learn's `transform` does before it refines: each at the mean of its nearest
 * neighbours' places, weighted by the strengths exp(−d / σ) with which it belongs to them. Returns Float32Array
 * [count × 2]; the places of the other rows are unchanged. Neighbours are found exactly, by Euclidean distance among the
 * first 50 principal components of the rows that have a place.
 * @param earlier Places [count × 2], NaN for rows without one.
 * @throws AnalysisError if `earlier` is of another number of rows, or has no place.
 */
export function* placeOn(data: Float64Matrix, earlier: Float32Array): Steps<Float32Array> {
  const { count } = data;
  if (earlier.length !== 2 * count) {
    throw new AnalysisError(
      `The earlier map has ${earlier.length / 2} places for ${count} texts: lay the map out anew.`,
    );
  }
  const positions = Int32Array.from({ length: count }, (_, i) => i);
  const isNew = (i: number) => Number.isNaN(earlier[2 * i]!);
  const old = positions.filter((i) => !isNew(i));
  const added = positions.filter(isNew);
  const places = earlier.slice();
  if (added.length === 0) return places;
  if (old.length === 0) {
    throw new AnalysisError('The earlier map has none of the texts: lay the map out anew.');
  }
  const reduced = yield* part(reduce(data, pick(data, old)), 0, REDUCING);
  const known = pick(reduced, old);
  const norms = squaredNorms(known);
  const k = Math.min(neighboursFor(old.length), old.length);
  const closeness = new Float64Array(old.length);
  const nearest = new Int32Array(k);
  const distances = new Float64Array(k);
  let work = 0;
  for (const [at, row] of added.entries()) {
    rowDots(reduced.values, row, known.values, 0, known.count, known.dim, closeness, 0);
    for (let j = 0; j < closeness.length; j++) closeness[j] = 2 * closeness[j]! - norms[j]!;
    topK(closeness, k, nearest, 0);
    for (const [n, j] of nearest.entries()) {
      distances[n] = Math.sqrt(squaredDistance(reduced.values, row, known.values, j, known.dim));
    }
    const [x, y] = weightedPlace(distances, nearest, old, earlier);
    places[2 * row] = x;
    places[2 * row + 1] = y;
    work += known.count * known.dim;
    if (work >= WORK_PER_STEP) {
      work = 0;
      yield REDUCING + (1 - REDUCING) * (at / added.length);
    }
  }
  return places;
}

/** Returns the weighted mean of the neighbours' places; of a neighbour that coincides with the row, its place. */
function weightedPlace(
  distances: Float64Array,
  nearest: Int32Array,
  old: Int32Array,
  earlier: Float32Array,
): readonly [x: number, y: number] {
  const width = Math.max(widthFor(distances, 0), LEAST_WIDTH * mean(distances));
  let [x, y, sum] = [0, 0, 0];
  for (const [n, distance] of distances.entries()) {
    const at = 2 * old[nearest[n]!]!;
    if (distance === 0) return [earlier[at]!, earlier[at + 1]!];
    const weight = Math.exp(-distance / width);
    x += weight * earlier[at]!;
    y += weight * earlier[at + 1]!;
    sum += weight;
  }
  return [x / sum, y / sum];
}
