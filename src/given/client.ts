/** The page's side of the worker that reads files of vectors. */
import { DataError } from '../lib/data-error.ts';
import { isolated } from '../lib/isolate.ts';
import { Connection } from '../workers/connect.ts';
import { SCRIPT_NOT_LOADED } from '../workers/errors.ts';
import { startModuleWorker } from '../workers/start.ts';
import { GIVEN_ERRORS, type GivenApi } from './protocol.ts';
import type { GivenFile, GivenOrder } from './types.ts';
import script from './worker.ts?worker&url';

/**
 * Opens a file in a worker of its own, and ends the worker when `use` is done.
 * @throws DataError that says what is wrong with the file; AbortError.
 */
export async function withGiven<Result>(
  order: GivenOrder,
  signal: AbortSignal,
  use: (file: GivenFile) => Promise<Result>,
): Promise<Result> {
  const name = isolated(order.name);
  const connection = new Connection<GivenApi>(
    startModuleWorker(script, import.meta.url, 'facet-given'),
    {
      name: 'facet-given',
      errors: GIVEN_ERRORS,
      describeCrash: ({ reason }) =>
        new DataError(
          reason === SCRIPT_NOT_LOADED
            ? `${name} was not read: the reader did not load. Check that the server of this page runs and that you are connected, and choose the file again.`
            : `${name} was not read: its reader stopped (${reason}). Is the file damaged?`,
        ),
    },
  );
  try {
    const head = await connection.call('open', order, { signal });
    return await use({
      head,
      async *blocks() {
        for (;;) {
          const block = await connection.call('next', null, { signal });
          if (block === null) return;
          yield block;
        }
      },
    });
  } finally {
    connection.close(new DataError(`${name} is not read any more.`));
  }
}
