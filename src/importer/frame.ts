/**
 * The fetch frame: the one document of Facet whose policy lets it reach other sites, so that the page
 * itself need not. The page embeds it, hidden, while it fetches a model from another site. The frame holds
 * the import worker, which is under the frame's policy, and relays messages. It rebuilds each message from
 * the fields that an import has, so that nothing else of the page crosses.
 */
import { INSTRUCTION_ROLES } from '../encoders/input.ts';
import { SCRIPT_NOT_LOADED } from '../workers/errors.ts';
import type { Reply, WorkerRequest } from '../workers/messages.ts';
import { startModuleWorker } from '../workers/start.ts';
import type { FrameReady, ImportApi } from './protocol.ts';
import type { ImportSource } from './types.ts';
import script from './worker.ts?worker&url';

type ImportRequest = WorkerRequest<ImportApi>;
type ImportReply = Reply<ImportApi, FrameReady>;

window.addEventListener('message', function onPort(event: MessageEvent<unknown>) {
  const { source, origin, ports } = event;
  const port = ports[0];
  // Accepts only its own page, not a site that embeds this document or a window that opened it.
  if (window.parent === window || source !== window.parent) return;
  if (origin !== location.origin || port === undefined) return;
  window.removeEventListener('message', onPort);
  relay(port);
});

function relay(port: MessagePort): void {
  const tell = (reply: ImportReply) => port.postMessage(reply);
  const worker = startModuleWorker(script, import.meta.url, 'facet-import');
  worker.onmessage = ({ data }: MessageEvent<ImportReply>) => tell(data);
  worker.onmessageerror = () => tell({ kind: 'crashed', reason: 'its message could not be read' });
  worker.onerror = (event) => {
    event.preventDefault();
    tell({ kind: 'crashed', reason: event.message || SCRIPT_NOT_LOADED });
  };
  port.onmessage = ({ data }: MessageEvent<ImportRequest>) => {
    const request = passed(data);
    if (request !== null) worker.postMessage(request);
  };
  tell({ kind: 'event', event: { kind: 'ready' } });
}

function passed(request: ImportRequest): ImportRequest | null {
  const { kind, id } = request;
  if (kind === 'abort') return { kind, id };
  if (kind !== 'call') return null;
  const { method } = request;
  if (method === 'forget') return { kind, id, method, argument: null };
  const source = networkSource(request.argument.source);
  if (source === null) return null;
  if (method === 'inspect') return { kind, id, method, argument: { source } };
  if (method !== 'run') return null;
  const { precision } = request.argument;
  // One of two words, so that no text of the user can leave under this name.
  const instruction = INSTRUCTION_ROLES.find((role) => role === request.argument.instruction);
  return { kind, id, method, argument: { source, precision, instruction } };
}

/** Rejects the user's files: they belong in the page's own worker. */
function networkSource(source: ImportSource): ImportSource | null {
  if (source.kind === 'hub') {
    const { kind, id, revision, hub, token } = source;
    return { kind, id, revision, hub, token };
  }
  if (source.kind === 'url') {
    const { kind, url, token } = source;
    return { kind, url, token };
  }
  return null;
}
