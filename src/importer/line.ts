/**
 * A line to an import worker. The page's own worker imports local files; a worker behind the fetch frame
 * (frame.ts), which lives as long as the line, imports from other sites.
 */
import { EngineError } from '../engine/errors.ts';
import { Connection } from '../workers/connect.ts';
import { startModuleWorker } from '../workers/start.ts';
import type { ConnectOptions, Endpoint } from '../workers/types.ts';
import { FRAME_PAGE } from './frame-page.ts';
import { type FrameReady, IMPORT_ERRORS, type ImportApi } from './protocol.ts';
import type { ImportSource } from './types.ts';
import script from './worker.ts?worker&url';

export type ImportLine = Connection<ImportApi, FrameReady>;

const FRAME_START_MS = 20_000;

/** @throws EngineError if the frame's document does not load. */
export function openLine(source: ImportSource): Promise<ImportLine> {
  return source.kind === 'files' ? Promise.resolve(openWorker()) : openFrame();
}

/** A worker under the page's own policy: it can reach no other site. */
function openWorker(): ImportLine {
  return importLine(startModuleWorker(script, import.meta.url, 'facet-import'));
}

export function importLine(
  endpoint: Endpoint,
  options: Partial<ConnectOptions<FrameReady>> = {},
): ImportLine {
  return new Connection<ImportApi, FrameReady>(endpoint, {
    name: 'facet-import',
    errors: IMPORT_ERRORS,
    describeCrash: ({ reason }) =>
      new EngineError(`The import stopped (${reason}); what was done is kept, try again`),
    ...options,
  });
}

function openFrame(): Promise<ImportLine> {
  const { port1: port, port2 } = new MessageChannel();
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'Fetches model files';
  frame.src = new URL(FRAME_PAGE, document.baseURI).href;
  return new Promise((resolve, reject) => {
    const line = importLine(port, {
      onEvent: () => {
        clearTimeout(timer);
        resolve(line);
      },
      // Once the frame is ready, a crash rejects the line's call.
      onCrash: (crash) => reject(notStarted(crash.reason)),
      onEnd: () => {
        clearTimeout(timer);
        frame.remove();
      },
    });
    const timer = setTimeout(() => {
      const error = notStarted('no answer');
      reject(error);
      line.close(error);
    }, FRAME_START_MS);
    frame.onload = () =>
      frame.contentWindow?.postMessage({ kind: 'port' }, location.origin, [port2]);
    document.body.append(frame);
  });
}

function notStarted(reason: string): EngineError {
  return new EngineError(
    `${FRAME_PAGE}, the page that fetches models, did not start (${reason}); check the connection and try again`,
  );
}
