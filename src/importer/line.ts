/**
 * A line to an import worker. The worker has the page's own policy, so it can reach no other site. For a model of
 * another site it has a port to the fetch frame (frame.ts), which lives as long as the line.
 */
import { EngineError } from '../engine/errors.ts';
import { Connection } from '../workers/connect.ts';
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

const FRAME_START_MS = 20_000;

/** @throws EngineError if the frame's document does not load. */
export async function openLine(source: ImportSource): Promise<ImportLine> {
  const elsewhere = networkSource(source);
  if (elsewhere === null || isOwnSite(elsewhere, location.origin)) return openWorker();
  const frame = await openFrame(elsewhere);
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

interface Frame {
  readonly port: MessagePort;
  close(): void;
}

/**
 * Whether only the service worker isolates the page. It cannot give its headers to the frame's document, and a browser
 * shows none without them, unless it is credentialless. Elsewhere the document may need a cookie: a host may ask for a
 * login.
 */
async function isIsolatedHere(address: string): Promise<boolean> {
  if (!crossOriginIsolated || !navigator.serviceWorker?.controller) return false;
  // The service worker lets a HEAD pass: these are the host's own headers.
  const answer = await fetch(address, { method: 'HEAD' }).catch(() => null);
  return answer !== null && !answer.headers.has('Cross-Origin-Embedder-Policy');
}

/** Starts the frame, and tells it the one source that it may ask. */
async function openFrame(source: NetworkSource): Promise<Frame> {
  const address = new URL(FRAME_PAGE, document.baseURI).href;
  const credentialless = await isIsolatedHere(address);
  const { port1: port, port2 } = new MessageChannel();
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'Fetches model files';
  // Without "allow-same-origin": the document belongs to no site, so this one's storage is closed to it.
  frame.setAttribute('sandbox', 'allow-scripts');
  if (credentialless) frame.setAttribute('credentialless', '');
  frame.src = address;
  const close = () => frame.remove();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      close();
      reject(
        new EngineError(
          `${FRAME_PAGE}, the page that fetches models, did not start; check the connection and try again`,
        ),
      );
    }, FRAME_START_MS);
    // First message of its worker.
    port.onmessage = () => {
      port.onmessage = null;
      clearTimeout(timer);
      resolve({ port, close });
    };
    frame.onload = () => {
      const order: FetchOrder = { kind: 'fetch', source };
      // A document of no site has no origin to name.
      frame.contentWindow?.postMessage(order, '*', [port2]);
    };
    document.body.append(frame);
  });
}
