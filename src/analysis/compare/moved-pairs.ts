/** A pair of texts whose cosine differs between two matrices, by row and column. */
export interface MovedPair {
  readonly row: number;
  readonly column: number;
  readonly before: number;
  readonly after: number;
}

/** Shape of a matrix of cosines: [rows × columns]; with `self`, of texts with themselves. */
export interface MatrixShape {
  readonly rows: number;
  readonly columns: number;
  readonly self: boolean;
}

/**
 * Finds the `top` cells that differ most between two matrices of the same texts, largest difference first; of equal
 * ones, the first in reading order. With `self` each pair once, row < column. Leaves out pairs without a cosine (NaN)
 * in one of the two: how far they moved is not known.
 */
export function movedPairs(
  before: Float32Array,
  after: Float32Array,
  { rows, columns, self }: MatrixShape,
  top: number,
): MovedPair[] {
  const pairs: MovedPair[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = self ? row + 1 : 0; column < columns; column++) {
      const cell = row * columns + column;
      const pair = { row, column, before: before[cell]!, after: after[cell]! };
      if (!Number.isNaN(changeOf(pair))) keepLargest(pairs, pair, top);
    }
  }
  return pairs;
}

/** Puts the pair in its place among the `top` largest; of equal ones the earlier stays. */
function keepLargest(pairs: MovedPair[], pair: MovedPair, top: number): void {
  const change = changeOf(pair);
  let at = pairs.length;
  while (at > 0 && change > changeOf(pairs[at - 1]!)) at--;
  if (at === top) return;
  pairs.splice(at, 0, pair);
  if (pairs.length > top) pairs.pop();
}

function changeOf({ before, after }: MovedPair): number {
  return Math.abs(after - before);
}
