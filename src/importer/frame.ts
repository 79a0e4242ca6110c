/**
 * The fetch frame: the one document of Facet whose policy lets it reach other sites, so that the page itself need not.
 * The page embeds it, hidden and sandboxed, while it fetches a model from another site. A sandboxed document belongs to no
 * site: what the page keeps in this browser is closed to it. It fetches one model's files and knows nothing else.
 *
 * The build puts this script and the worker's into the document (scripts/build/fetch-frame.ts), because a document of no
 * site may load none.
 */
import { takeOrder } from '../workers/framed.ts';
import type { FetchOrder } from './fetch-protocol.ts';
import { networkSource } from './fetch-scope.ts';
import { WORKER_TEXT_ID } from './frame-page.ts';

takeOrder<FetchOrder>((data, port) => {
  const source = networkSource(data.source);
  if (source === null) return false;
  const script = document.getElementById(WORKER_TEXT_ID)?.textContent ?? '';
  const blob = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const order: FetchOrder = { kind: 'fetch', source };
  new Worker(blob, { name: 'facet-fetch' }).postMessage(order, [port]);
  return true;
});
