/** Rescales a cosine matrix for its colours: INSTRUCTOR's cosines crowd in a narrow band. */

import { finish } from '../steps.ts';
import type { MatrixShape } from './moved-pairs.ts';
import { averageRanks } from './rank.ts';

/**
 * Ranks each cell among all, from 0 for the lowest to 1 for the highest; equal values share their mean rank. A matrix
 * without two different values is 0.5 throughout. `values` and the result: Float32Array [rows × columns]. Cells without
 * a value (NaN) and, with `self`, the diagonal do not count and are NaN.
 */
export function ranks(values: Float32Array, shape: MatrixShape): Float32Array {
  const counted = countedCells(values, shape);
  const ranked = finish(averageRanks(Float32Array.from(counted, (cell) => values[cell]!)));
  const last = counted.length - 1;
  const result = new Float32Array(values.length).fill(Number.NaN);
  for (const [at, cell] of counted.entries()) {
    result[cell] = last === 0 ? 0.5 : (ranked[at]! - 1) / last;
  }
  return result;
}

/** Returns the indices of cells that have a value of their own, ascending. */
function countedCells(
  values: Float32Array,
  { rows, columns, self }: MatrixShape,
): Uint32Array<ArrayBuffer> {
  const counted = new Uint32Array(values.length);
  let filled = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      if ((self && row === column) || Number.isNaN(values[cell]!)) continue;
      counted[filled++] = cell;
    }
  }
  return counted.slice(0, filled);
}

/**
 * Subtracts from each cell the mean of its row or of its column, so that a text that is close to everything does not
 * outshine the rest; with `both`, subtracts both and adds the mean of all. `values` and the result: Float32Array [rows
 * × columns]. Cells without a value (NaN) and, with `self`, the diagonal do not count and are NaN.
 */
export function deviations(
  values: Float32Array,
  shape: MatrixShape,
  from: 'row' | 'column' | 'both',
): Float32Array {
  const { rows, columns } = shape;
  const counted = countedCells(values, shape);
  const ofRows = new Float64Array(rows);
  const ofColumns = new Float64Array(columns);
  const inRow = new Uint32Array(rows);
  const inColumn = new Uint32Array(columns);
  let all = 0;
  for (const cell of counted) {
    const [row, column, value] = [Math.floor(cell / columns), cell % columns, values[cell]!];
    ofRows[row]! += value;
    ofColumns[column]! += value;
    inRow[row]! += 1;
    inColumn[column]! += 1;
    all += value;
  }
  const result = new Float32Array(values.length).fill(Number.NaN);
  for (const cell of counted) {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    let value = values[cell]!;
    if (from !== 'column') value -= ofRows[row]! / inRow[row]!;
    if (from !== 'row') value -= ofColumns[column]! / inColumn[column]!;
    if (from === 'both') value += all / counted.length;
    result[cell] = value;
  }
  return result;
}
