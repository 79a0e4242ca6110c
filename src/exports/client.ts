/** The page's side of exports. */
import { Connection } from '../workers/connect.ts';
import { SCRIPT_NOT_LOADED } from '../workers/errors.ts';
import { startModuleWorker } from '../workers/start.ts';
import { transfer } from '../workers/transfer.ts';
import type { CallOptions } from '../workers/types.ts';
import { EXPORT_ERRORS, type ExportOrder, type ExportsApi, type WrittenFile } from './protocol.ts';
import { ExportError } from './types.ts';
import script from './worker.ts?worker&url';

/**
 * Writes an export in a worker of its own, which ends with it.
 * @param rows Port of the store of vectors.
 * @throws ExportError, VectorsError; the signal's reason.
 */
export async function writeFiles(
  order: ExportOrder,
  rows: MessagePort,
  options: CallOptions<number>,
): Promise<readonly WrittenFile[]> {
  const connection = new Connection<ExportsApi>(
    startModuleWorker(script, import.meta.url, 'facet-exports'),
    {
      name: 'facet-exports',
      errors: EXPORT_ERRORS,
      describeCrash: ({ reason }) =>
        new ExportError(
          reason === SCRIPT_NOT_LOADED
            ? 'The export did not start: its script did not load. Check that the server of this page runs and that you are connected, and try again.'
            : `The export stopped (${reason}): try again.`,
        ),
    },
  );
  try {
    await connection.call('connect', transfer(rows, [rows]));
    options.signal?.throwIfAborted();
    const { answer, abort } = connection.open('write', order, options.onProgress);
    // An aborted worker first removes the files it has written.
    options.signal?.addEventListener('abort', () => void abort());
    return await answer;
  } finally {
    connection.close(new ExportError('The export has ended.'));
  }
}
