/**
 * Data that leaves Facet for other programs: columns of texts and numbers, and vectors by the numbers of their rows.
 */

export { NO_ROW } from '../vectors/types.ts';

export type Cell = string | number | null;

export interface Column {
  /** Name, unique in its table. */
  readonly name: string;
  readonly kind: 'text' | 'integer' | 'number';
  /** Values, one a row; null for an empty cell. */
  readonly values: readonly Cell[];
}

/** A column with a vector a row. */
export interface VectorColumn {
  /** Name, unique in its table, among the columns too. */
  readonly name: string;
  readonly dim: number;
  /** Number of each row's vector in the store, or `NO_ROW` where the text has none. Uint32Array [count]. */
  readonly rows: Uint32Array;
}

export interface ExportTable {
  /** Number of rows. */
  readonly count: number;
  readonly columns: readonly Column[];
  readonly vectors: readonly VectorColumn[];
}

/** Origin of the rows: `manifest.json` beside each export, and the metadata within the formats that have some. */
export interface Manifest {
  readonly format: 'facet-export';
  readonly version: 1;
  readonly [field: string]: unknown;
}

/** Fetches rows of width `dim`: Float32Array [rows × dim], zeros for `NO_ROW`. */
export type ReadRows = (rows: Uint32Array, dim: number) => Promise<Float32Array<ArrayBuffer>>;

/** Bytes of a file, in pieces of a few megabytes at most. */
export type Pieces = AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;

/** Makes the bytes of a table's file. Calls `onRows` with the number of rows written. */
export type Write = (
  table: ExportTable,
  how: {
    readonly read: ReadRows;
    readonly manifest: Manifest;
    readonly onRows: (done: number) => void;
  },
) => Pieces;

/** Reports an export that a format cannot hold, or that the disk does not take. Says what to do. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}
