import { type Steps, WORK_PER_STEP } from '../steps.ts';
import { type Float64Matrix, rowDots } from './dot.ts';

/** Rows whose products are summed at once: their columns stay in the cache. */
const BLOCK = 512;

/** Computes the mean of each column, Float64Array [dim]. */
export function meanOf({ values, count, dim }: Float64Matrix): Float64Array {
  const mean = new Float64Array(dim);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < dim; c++) mean[c]! += values[i * dim + c]!;
  }
  for (let c = 0; c < dim; c++) mean[c]! /= count;
  return mean;
}

/** Subtracts the mean from every row. */
export function centre(rows: Float64Matrix): Float64Array {
  const { values, count, dim } = rows;
  const mean = meanOf(rows);
  const centred = new Float64Array(count * dim);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < dim; c++) centred[i * dim + c] = values[i * dim + c]! - mean[c]!;
  }
  return centred;
}

/**
 * Computes the products of the centred columns of `a` with those of `b`, Float64Array [a.dim × b.dim]; row i of both is
 * the same text. Goes through the rows in blocks: a centred copy of 100,000 rows would take hundreds of megabytes.
 */
export function* columnProducts(a: Float64Matrix, b: Float64Matrix): Steps<Float64Array> {
  const products = new Float64Array(a.dim * b.dim);
  const means = a === b ? [meanOf(a), undefined] : [meanOf(a), meanOf(b)];
  const dots = new Float64Array(b.dim);
  for (let from = 0; from < a.count; from += BLOCK) {
    const size = Math.min(BLOCK, a.count - from);
    const left = columnsOf(a, means[0]!, from, size);
    const right = means[1] === undefined ? left : columnsOf(b, means[1], from, size);
    let work = 0;
    for (let i = 0; i < a.dim; i++) {
      const first = a === b ? i : 0;
      rowDots(left, i, right, first, b.dim, size, dots, first);
      for (let j = first; j < b.dim; j++) products[i * b.dim + j]! += dots[j]!;
      work += (b.dim - first) * size;
      if (work >= WORK_PER_STEP) {
        work = 0;
        yield (from + (size * i) / a.dim) / a.count;
      }
    }
    yield (from + size) / a.count;
  }
  if (a === b) mirror(products, a.dim);
  return products;
}

/** Copies the upper half of a square matrix to the lower one. */
function mirror(products: Float64Array, dim: number): void {
  for (let i = 0; i < dim; i++) {
    for (let j = i + 1; j < dim; j++) products[j * dim + i] = products[i * dim + j]!;
  }
}

/** Returns the centred columns of `size` rows, Float64Array [dim × size]. */
function columnsOf(
  { values, dim }: Float64Matrix,
  mean: Float64Array,
  from: number,
  size: number,
): Float64Array {
  const columns = new Float64Array(dim * size);
  for (let i = 0; i < size; i++) {
    const row = (from + i) * dim;
    for (let c = 0; c < dim; c++) columns[c * size + i] = values[row + c]! - mean[c]!;
  }
  return columns;
}
