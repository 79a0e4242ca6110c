/** Reads a Parquet file into a table. */
import { lazyModule } from '../../loading/lazy-module.ts';
import type { ReadParquet } from '../parquet/protocol.ts';
import { namesOf } from './header.ts';
import { ProblemList, TableRows } from './limits.ts';
import type { ReadOptions, Table, TableSource } from './types.ts';

/** The page decodes in a worker, since a row group takes seconds; Node has no page to hold up. */
const decoder = lazyModule('The reader of Parquet', async (): Promise<ReadParquet> => {
  if (typeof Worker === 'undefined') return (await import('../parquet/rows.ts')).parquetRows;
  return (await import('../parquet/client.ts')).readInWorker;
});

/** @throws DataError that names the file and its fault, or what exceeds the limits; AbortError. */
export async function readParquet(
  { name, notes = [] }: TableSource,
  blob: Blob,
  { onProgress, signal }: ReadOptions,
): Promise<Table> {
  const read = await decoder();
  const rows = new TableRows(name);
  const batches = read({ blob, name }, signal);
  for (;;) {
    const { done, value } = await batches.next();
    if (done === true) {
      onProgress(1);
      const problems = new ProblemList();
      for (const { line, reason } of value.problems) problems.add(line, reason);
      return {
        names: namesOf(value.names, value.names.length),
        rows: rows.all,
        header: null,
        width: value.names.length,
        blank: 0,
        problems: problems.end(),
        counted: 'Row',
        places: [],
        notes: [...notes, ...value.notes],
      };
    }
    for (const row of value.rows) rows.add(row);
    onProgress(value.done);
  }
}
