/** Vectors in files that other programs wrote. */

/** What a file of vectors holds, as its head says. */
export interface GivenHead {
  /** Number of vectors. */
  readonly count: number;
  /** Values of each. */
  readonly dim: number;
  /** Tells files apart: hexadecimal SHA-256 over its size, its beginning and its end. */
  readonly fingerprint: string;
  /** Whether each vector comes with the value of an id. */
  readonly hasIds: boolean;
}

/** Some vectors of a file, in its order. */
export interface GivenBlock {
  /** Number of the first, from 0. */
  readonly from: number;
  /** Float32Array [rows × dim]. */
  readonly vectors: Float32Array<ArrayBuffer>;
  /** Ids of the rows; null without them. */
  readonly ids: readonly (string | null)[] | null;
}

export interface GivenOrder {
  readonly blob: Blob;
  /** Name of the file. */
  readonly name: string;
  /** Columns of a Parquet file that may hold ids, the likeliest first. */
  readonly idColumns: readonly string[];
}

/** An opened file of vectors. */
export interface GivenFile {
  readonly head: GivenHead;
  /** @throws DataError for damaged or non-finite values. */
  blocks(): AsyncGenerator<GivenBlock, void, void>;
}
