/**
 * The document that talks to a vector store, so that the page itself need not. The page embeds it, hidden and sandboxed,
 * while it is connected: it belongs to no site, and what the page keeps in this browser is closed to it. Before its first
 * request it takes from itself every other server than the one that the user confirmed.
 *
 * The build puts this script into the document (scripts/build/fetch-frame.ts), because a document of no site may load
 * none.
 */
import { isObject, optionOf } from '../lib/checks.ts';
import { takeOrder } from '../workers/framed.ts';
import { storeUrl } from './address.ts';
import { explainBlocked } from './explain.ts';
import { openStore } from './open-store.ts';
import type { StoreOrder } from './protocol.ts';
import { serveStore } from './serve-store.ts';
import { STORE_KINDS, type StoreAddress } from './types.ts';

takeOrder<StoreOrder>((order, port) => {
  const address = addressIn(order);
  if (address === null) return false;
  closeTo(new URL(address.url).origin);
  serveStore(port, openStore(address), (error) => explainBlocked(address, error));
  return true;
});

/** Adds a policy to the document's own; a browser enforces both. It cannot be taken away again. */
function closeTo(origin: string): void {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = `connect-src ${origin}`;
  document.head.append(meta);
}

/** The address of an order, and no other fields; null where it is none. */
function addressIn(order: unknown): StoreAddress | null {
  const address = isObject(order) ? order.address : null;
  if (!isObject(address)) return null;
  const { url, token, database } = address;
  const kind = optionOf(STORE_KINDS, address.kind);
  if (kind === undefined || typeof url !== 'string') return null;
  try {
    return {
      kind,
      url: storeUrl(url),
      token: typeof token === 'string' ? token : null,
      database: typeof database === 'string' ? database : null,
    };
  } catch {
    return null;
  }
}
