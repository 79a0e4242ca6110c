import type { MovedPair } from './types.ts';

/** What a matrix of cosines is: [rows × columns]; with `self`, of texts with themselves. */
export interface MatrixShape {
  readonly rows: number;
  readonly columns: number;
  readonly self: boolean;
}

/**
 * The `top` cells that differ most between two matrices of the same texts, largest difference
 * first; of equal ones, the first in reading order. With `self` each pair once, row < column.
 */
export function movedPairs(
  before: Float32Array,
  after: Float32Array,
  { rows, columns, self }: MatrixShape,
  top: number,
): MovedPair[] {
  const found = new TopPairs(top);
  for (let row = 0; row < rows; row++) {
    for (let column = self ? row + 1 : 0; column < columns; column++) {
      const cell = row * columns + column;
      found.offer(row, column, before[cell]!, after[cell]!);
    }
  }
  return found.pairs;
}

/** Keeps the `top` pairs offered that differ most. */
export class TopPairs {
  /** Largest difference first. */
  readonly pairs: MovedPair[] = [];
  #least = Number.NEGATIVE_INFINITY;

  constructor(private readonly top: number) {}

  offer(row: number, column: number, before: number, after: number): void {
    const change = Math.abs(after - before);
    // Of equal differences the one that came first stays.
    if (change <= this.#least || this.top === 0) return;
    const { pairs } = this;
    let at = pairs.length;
    while (at > 0 && change > changeOf(pairs[at - 1]!)) at--;
    pairs.splice(at, 0, { row, column, before, after });
    if (pairs.length > this.top) pairs.pop();
    if (pairs.length === this.top) this.#least = changeOf(pairs[this.top - 1]!);
  }
}

function changeOf({ before, after }: MovedPair): number {
  return Math.abs(after - before);
}
