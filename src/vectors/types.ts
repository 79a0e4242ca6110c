/** Vectors as code outside their worker names them: numbers of rows, and sets of them. */

/** Number that stands for a text without a vector of its own: its row is zeros, which have no cosine. */
export const NO_ROW = 0xffff_ffff;

/**
 * The rows of a computation, by their numbers: a handle. It is complete, so a worker can fetch the rows of a set that
 * it has never seen.
 */
export interface VectorSet {
  /** Id of the set: the same for the same rows, as long as the set is in use. */
  readonly id: number;
  readonly dim: number;
  readonly count: number;
  /** Number of each row, or {@link NO_ROW}. Uint32Array [count]. */
  readonly rows: Uint32Array;
}

/** A store of rows. No number is given twice. In memory today (memory-rows.ts). */
export interface RowStore {
  /**
   * Takes `vectors`, Float32Array [n × dim], without a copy: the caller must not change them afterwards.
   * @returns The number of the first; the others follow it.
   * @throws VectorsError if they are no whole number of rows, or no numbers are left.
   */
  add(vectors: Float32Array<ArrayBuffer>, dim: number): number | Promise<number>;
  /**
   * Copies the rows of a set, one after the other: Float32Array [count × dim], the caller's own.
   * @throws VectorsError for a row that was freed, or is of another width.
   */
  gather(
    set: Omit<VectorSet, 'id'>,
  ): Float32Array<ArrayBuffer> | Promise<Float32Array<ArrayBuffer>>;
  /** Frees rows; ignores those that are not there. */
  free(rows: Uint32Array): void | Promise<void>;
}

/** A row that is not kept, rows of different widths, … */
export class VectorsError extends Error {
  override readonly name = 'VectorsError';
}
