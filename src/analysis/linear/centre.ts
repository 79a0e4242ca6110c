import type { Float64Matrix } from './dot.ts';

/** Subtracts the mean from every row. */
export function centre({ values, count, dim }: Float64Matrix): Float64Array {
  const mean = new Float64Array(dim);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < dim; c++) mean[c]! += values[i * dim + c]!;
  }
  for (let c = 0; c < dim; c++) mean[c]! /= count;
  const centred = new Float64Array(count * dim);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < dim; c++) centred[i * dim + c] = values[i * dim + c]! - mean[c]!;
  }
  return centred;
}

/** Transposes [count × dim] to [dim × count]. */
export function transpose(rows: Float64Array, count: number, dim: number): Float64Array {
  const columns = new Float64Array(rows.length);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < dim; c++) columns[c * count + i] = rows[i * dim + c]!;
  }
  return columns;
}
