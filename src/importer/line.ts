/**
 * A line to an import worker. The worker has the page's own policy, so it can reach no other site. For a model of
 * another site it has a port to the fetch frame (frame.ts), which lives as long as the line.
 */
import { EngineError } from '../engine/errors.ts';
import { Connection } from '../workers/connect.ts';
import { type Frame, openFrame } from '../workers/frame.ts';
import { startModuleWorker } from '../workers/start.ts';
import { transfer } from '../workers/transfer.ts';
import type { ConnectOptions, Endpoint } from '../workers/types.ts';
import type { FetchOrder } from './fetch-protocol.ts';
import { isOwnSite, networkSource } from './fetch-scope.ts';
import { FRAME_PAGE } from './frame-page.ts';
import { IMPORT_ERRORS, type ImportApi } from './protocol.ts';
import type { ImportSource, NetworkSource } from './types.ts';
import script from './worker.ts?worker&url';

export type ImportLine = Connection<ImportApi>;

/** @throws EngineError if the frame's document does not load. */
export async function openLine(source: ImportSource): Promise<ImportLine> {
  const elsewhere = networkSource(source);
  if (elsewhere === null || isOwnSite(elsewhere, location.origin)) return openWorker();
  const frame = await openFetcher(elsewhere);
  const line = openWorker({ onEnd: frame.close });
  // An unreachable worker ends its line, which the next call reports.
  line.call('reach', transfer({ port: frame.port }, [frame.port])).catch(() => undefined);
  return line;
}

function openWorker(options: Partial<ConnectOptions> = {}): ImportLine {
  return importLine(startModuleWorker(script, import.meta.url, 'facet-import'), options);
}

export function importLine(endpoint: Endpoint, options: Partial<ConnectOptions> = {}): ImportLine {
  return new Connection<ImportApi>(endpoint, {
    name: 'facet-import',
    errors: IMPORT_ERRORS,
    describeCrash: ({ reason }) =>
      new EngineError(`The import stopped (${reason}); what was done is kept, try again`),
    ...options,
  });
}

/** Starts the frame, and tells it the one source that it may ask. */
function openFetcher(source: NetworkSource): Promise<Frame> {
  const order: FetchOrder = { kind: 'fetch', source };
  return openFrame({
    page: FRAME_PAGE,
    title: 'Fetches model files',
    order,
    failure: (page) =>
      new EngineError(
        `${page}, the page that fetches models, did not start; check the connection and try again`,
      ),
  });
}
