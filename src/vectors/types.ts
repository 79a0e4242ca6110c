/** What is said of vectors outside of the worker that keeps them: numbers of rows, and sets of them. */

/** Stands in a set for a text without a vector of its own: its row there is zeros, which have no cosine. */
export const NO_ROW = 0xffff_ffff;

/**
 * Rows that something is computed from, by their numbers: a handle. It says all there is to know, so whoever computes
 * can fetch the rows of one that it has never seen.
 */
export interface VectorSet {
  /** The same for the same rows, as long as the set is in use. */
  readonly id: number;
  readonly dim: number;
  readonly count: number;
  /** The number of each row, or {@link NO_ROW}. Uint32Array [count]. */
  readonly rows: Uint32Array;
}

/** Where rows are kept. No number is given twice. In memory today (memory-rows.ts). */
export interface RowStore {
  /**
   * Takes `vectors`, Float32Array [n × dim], as they are: whoever hands them over changes them no more.
   * @returns The number of the first; the others follow it.
   * @throws VectorsError if they are no whole number of rows, or no numbers are left.
   */
  add(vectors: Float32Array<ArrayBuffer>, dim: number): number | Promise<number>;
  /**
   * The rows of a set, one after the other: Float32Array [count × dim], the caller's own.
   * @throws VectorsError for a row that was freed, or is of another width.
   */
  gather(
    set: Omit<VectorSet, 'id'>,
  ): Float32Array<ArrayBuffer> | Promise<Float32Array<ArrayBuffer>>;
  /** Gives rows up; those that are not there are passed over. */
  free(rows: Uint32Array): void | Promise<void>;
}

/** A row that is not kept, rows of different widths, … */
export class VectorsError extends Error {
  override readonly name = 'VectorsError';
}
