import { seededRandom } from '../../lib/random.ts';
import type { Float64Matrix } from './dot.ts';

/** Draws `size` of the indices below `count` without replacement (Fisher–Yates), ascending; all if fewer. */
export function draw(count: number, size: number, seed: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  if (count <= size) return order;
  const random = seededRandom(seed);
  for (let i = 0; i < size; i++) {
    const j = i + Math.floor(random() * (count - i));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order.subarray(0, size).sort();
}

/** Returns the rows with these indices. */
export function pick({ values, dim }: Float64Matrix, indices: Int32Array): Float64Matrix {
  const picked = new Float64Array(indices.length * dim);
  for (const [at, row] of indices.entries()) {
    picked.set(values.subarray(row * dim, (row + 1) * dim), at * dim);
  }
  return { values: picked, count: indices.length, dim };
}
