/** Requests of the page (client.ts) to the worker that decodes Parquet (worker.ts). */
import { DataError } from '../../lib/data-error.ts';
import type { Problem } from '../tables/types.ts';

/** Errors that leave the worker with their class. */
export const PARQUET_ERRORS = { DataError };

/** Some rows of a file, in its order. */
interface RowBatch {
  /** Cells by column; null where there is no value. A row may be shorter than the names at the end. */
  readonly rows: readonly (string | null)[][];
  /** Fraction of the file that is read once these rows are taken. */
  readonly done: number;
}

interface ParquetEnd {
  /** Names of the columns. A dot joins the names of nested ones. */
  readonly names: readonly string[];
  /** Row groups that were left out, by their first row, from 1. */
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

interface ParquetOrder {
  readonly blob: Blob;
  /** Name of the file, isolated. */
  readonly name: string;
}

/** Yields the rows of a file, and returns what is known at its end. */
export type ReadParquet = (
  order: ParquetOrder,
  signal: AbortSignal | undefined,
) => AsyncGenerator<RowBatch, ParquetEnd, void>;

export interface ParquetApi {
  /** Comes once, before all other calls. Reads nothing yet. */
  readonly open: {
    readonly argument: ParquetOrder;
    readonly result: undefined;
    readonly progress: never;
  };
  /** The next rows. They are asked for, so that none wait in memory for a page that is busy. */
  readonly next: {
    readonly argument: undefined;
    readonly result: IteratorResult<RowBatch, ParquetEnd>;
    readonly progress: never;
  };
}
