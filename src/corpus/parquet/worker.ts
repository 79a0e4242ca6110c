/** The entry of the worker that decodes Parquet: a row group takes seconds, which the page must not wait for. */
import { serve } from '../../workers/serve.ts';
import type { ParquetApi, ReadParquet } from './protocol.ts';
import { parquetRows } from './rows.ts';

declare const self: DedicatedWorkerGlobalScope;

let rows: ReturnType<ReadParquet>;

serve<ParquetApi>(self, {
  open: (order) => {
    rows = parquetRows(order, undefined);
    return undefined;
  },
  next: () => rows.next(),
});
