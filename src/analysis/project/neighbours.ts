import { type Float64Matrix, rowDots, squaredDistance, squaredNorms } from '../linear/dot.ts';
import { topK } from '../linear/top-k.ts';
import { type Steps, WORK_PER_STEP } from '../steps.ts';

export interface Neighbours {
  /** Indices for each row, itself first and then its nearest others: [count][k]. */
  readonly indices: number[][];
  /** Euclidean distances in the same order. */
  readonly distances: number[][];
}

/** Finds the exact `k` nearest rows of each row, itself included; `k` is at most `count`. */
export function* nearestNeighbours(
  { values, count, dim }: Float64Matrix,
  k: number,
): Steps<Neighbours> {
  const norms = squaredNorms({ values, count, dim });
  const closeness = new Float64Array(count);
  const nearest = new Int32Array(k);
  const indices: number[][] = [];
  const distances: number[][] = [];
  let work = 0;
  for (let i = 0; i < count; i++) {
    rowDots(values, i, values, 0, count, dim, closeness, 0);
    for (let j = 0; j < count; j++) closeness[j] = 2 * closeness[j]! - norms[j]!;
    closeness[i] = Number.POSITIVE_INFINITY;
    topK(closeness, k, nearest, 0);
    indices.push([...nearest]);
    // Recomputed from differences: rows that coincide must be at distance 0 exactly.
    distances.push(
      Array.from(nearest, (j) => Math.sqrt(squaredDistance(values, i, values, j, dim))),
    );
    work += count * dim;
    if (work >= WORK_PER_STEP) {
      work = 0;
      yield i / count;
    }
  }
  return { indices, distances };
}
