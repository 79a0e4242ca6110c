/** The page's side of the worker that decodes Parquet. */
import { DataError } from '../../lib/data-error.ts';
import { Stalled, unstalled } from '../../lib/stall.ts';
import { Connection } from '../../workers/connect.ts';
import { SCRIPT_NOT_LOADED } from '../../workers/errors.ts';
import { startModuleWorker } from '../../workers/start.ts';
import { PARQUET_ERRORS, type ParquetApi, type ReadParquet } from './protocol.ts';
import script from './worker.ts?worker&url';

/** A damaged page may claim so many values that its decoding does not end; the largest group takes some seconds. */
const PATIENCE_MS = 120_000;

/** Reads in a worker of its own, which ends with the reading. */
export const readInWorker: ReadParquet = async function* (order, signal) {
  const { name } = order;
  const connection = new Connection<ParquetApi>(
    startModuleWorker(script, import.meta.url, 'facet-parquet'),
    {
      name: 'facet-parquet',
      errors: PARQUET_ERRORS,
      describeCrash: ({ reason }) =>
        new DataError(
          reason === SCRIPT_NOT_LOADED
            ? `${name} was not read: the reader of Parquet did not load. Check that the server of this page runs and that you are connected, and choose the file again.`
            : `${name} was not read: its reader stopped (${reason}). Is the file damaged?`,
        ),
    },
  );
  try {
    await connection.call('open', order, { signal });
    for (;;) {
      const answer = connection.call('next', undefined, { signal });
      const next = await unstalled(answer, PATIENCE_MS).catch((error: unknown) => {
        if (!(error instanceof Stalled)) throw error;
        throw new DataError(
          `${name} was not read: nothing came of it for ${PATIENCE_MS / 1000} s. Is the file damaged?`,
        );
      });
      if (next.done === true) return next.value;
      yield next.value;
    }
  } finally {
    connection.close(new DataError(`${name} is not read any more.`));
  }
};
