/** The page's side of a vector store: a document of its own, for as long as it is connected. */
import { Connection } from '../workers/connect.ts';
import { openFrame } from '../workers/frame.ts';
import { STORE_PAGE } from './frame-page.ts';
import { STORE_ERRORS, type StoreApi, type StoreOrder, type StoreReady } from './protocol.ts';
import { type RemoteStore, type StoreAddress, StoreError } from './types.ts';

/** A store that is connected. */
export interface ConnectedStore extends RemoteStore {
  /** Ends the document; calls in progress fail. */
  close(): void;
}

/** Chrome asks before a site reaches the local network, and a document in the page only if the page lets it. */
const ALLOW = ['local-network-access', 'loopback-network', 'local-network']
  .map((feature) => `${feature} *`)
  .join('; ');

/** Opens the document that may talk to this one server. It asks nothing yet. @throws StoreError if it does not start. */
export async function connectStore(address: StoreAddress): Promise<ConnectedStore> {
  const order: StoreOrder = { kind: 'store', address };
  const frame = await openFrame({
    page: STORE_PAGE,
    title: 'Talks to a vector store',
    allow: ALLOW,
    order,
    failure: (page) =>
      new StoreError(
        'failed',
        `${page}, the document that talks to stores, did not start. Check the connection to the page’s own server, and try again.`,
      ),
  });
  const line = new Connection<StoreApi, StoreReady>(frame.port, {
    name: 'facet-store',
    errors: STORE_ERRORS,
    onEnd: frame.close,
  });
  return {
    collections: (options) => line.call('collections', null, options),
    describe: (name, options) => line.call('describe', { name }, options),
    search: ({ collection: { name }, text, vector, k }, options) =>
      line.call('search', { name, text, vector, k }, options),
    sample: ({ collection: { name }, ...request }, options) =>
      line.call('sample', { ...request, name }, options),
    close: () => line.close(new StoreError('asked', 'The store was disconnected.')),
  };
}
