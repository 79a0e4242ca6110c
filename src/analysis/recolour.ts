/** Values of a cosine matrix for its colours: INSTRUCTOR's cosines crowd in a narrow band. */
import type { MatrixShape } from './moved-pairs.ts';
import { averageRanks } from './rank.ts';
import { finish } from './steps.ts';

/**
 * The rank of each cell among all, from 0 for the lowest to 1 for the highest; equal values share
 * their mean rank. A matrix without two different values is 0.5 throughout. `values` and the
 * result: Float32Array [rows × columns]. With `self` the diagonal does not count and is NaN.
 */
export function ranks(values: Float32Array, { rows, columns, self }: MatrixShape): Float32Array {
  const counted = self ? withoutDiagonal(values, columns) : values;
  const ranked = finish(averageRanks(counted));
  const last = counted.length - 1;
  const result = new Float32Array(values.length);
  let next = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      if (self && row === column) result[cell] = Number.NaN;
      else result[cell] = last === 0 ? 0.5 : (ranked[next++]! - 1) / last;
    }
  }
  return result;
}

function withoutDiagonal(values: Float32Array, size: number): Float32Array {
  const result = new Float32Array(Math.max(0, values.length - size));
  // Between two cells of the diagonal lie `size` others.
  for (let row = 0; row + 1 < size; row++) {
    const from = row * (size + 1) + 1;
    result.set(values.subarray(from, from + size), row * size);
  }
  return result;
}

/**
 * Each cell less the mean of its row or of its column, so that a text that is close to everything
 * does not outshine the rest; from `both`, less both and plus the mean of all. `values` and the
 * result: Float32Array [rows × columns]. With `self` the diagonal does not count and is NaN.
 */
export function deviations(
  values: Float32Array,
  { rows, columns, self }: MatrixShape,
  from: 'row' | 'column' | 'both',
): Float32Array {
  const ofRows = new Float64Array(rows);
  const ofColumns = new Float64Array(columns);
  let all = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (self && row === column) continue;
      const value = values[row * columns + column]!;
      ofRows[row]! += value;
      ofColumns[column]! += value;
      all += value;
    }
  }
  const diagonal = self ? 1 : 0;
  const inRow = columns - diagonal;
  const inColumn = rows - diagonal;
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      let value = self && row === column ? Number.NaN : values[cell]!;
      if (from !== 'column') value -= ofRows[row]! / inRow;
      if (from !== 'row') value -= ofColumns[column]! / inColumn;
      if (from === 'both') value += all / (rows * inRow);
      result[cell] = value;
    }
  }
  return result;
}
