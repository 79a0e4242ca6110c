/**
 * The fetch frame: the one document of Facet whose policy lets it reach other sites, so that the page itself need not.
 * The page embeds it, hidden and sandboxed, while it fetches a model from another site. A sandboxed document belongs to no
 * site: what the page keeps in this browser is closed to it. It fetches one model's files and knows nothing else.
 *
 * The build puts this script and the worker's into the document (scripts/build/fetch-frame.ts), because a document of no
 * site may load none.
 */
import type { FetchOrder } from './fetch-protocol.ts';
import { networkSource } from './fetch-scope.ts';
import { WORKER_TEXT_ID } from './frame-page.ts';

window.addEventListener('message', function onPort(event: MessageEvent<FetchOrder>) {
  const { source: sender, origin, ports, data } = event;
  const port = ports[0];
  // Works only where the browser has taken the site's storage away, whatever the host sends.
  if (self.origin !== 'null') return;
  // Accepts only its own page, not a site that embeds this document or a window that opened it.
  if (window.parent === window || sender !== window.parent) return;
  if (origin !== location.origin || port === undefined) return;
  const source = networkSource(data.source);
  if (source === null) return;
  window.removeEventListener('message', onPort);
  const script = document.getElementById(WORKER_TEXT_ID)?.textContent ?? '';
  const blob = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const order: FetchOrder = { kind: 'fetch', source };
  new Worker(blob, { name: 'facet-fetch' }).postMessage(order, [port]);
});
