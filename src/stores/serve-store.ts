/** Answers the page from a store, in the document that alone can reach it. */
import { serve } from '../workers/serve.ts';
import type { ServerPort } from '../workers/types.ts';
import type { StoreApi, StoreReady } from './protocol.ts';
import { MOST_HITS, type RemoteStore, type StoreCollection, StoreError } from './types.ts';

/** @param explain Finds out why the browser let no answer through. */
export function serveStore(
  port: ServerPort,
  store: RemoteStore,
  explain: (error: StoreError) => Promise<StoreError>,
): void {
  /** Names that the store gave: nothing else is sent as one. */
  let listed: readonly string[] = [];
  const described = new Map<string, StoreCollection>();

  function opened(name: string, text: string | null): StoreCollection {
    const collection = described.get(name);
    if (collection === undefined) throw new StoreError('asked', 'Open the collection first.');
    if (text !== null && !collection.fields.some((field) => field.name === text)) {
      throw new StoreError('asked', 'The collection has no field of this name.');
    }
    return collection;
  }

  async function explained<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      throw error instanceof StoreError && error.fault === 'blocked' ? await explain(error) : error;
    }
  }

  const ready = serve<StoreApi, StoreReady>(port, {
    async collections(_, { signal }) {
      listed = await explained(store.collections({ signal }));
      return listed;
    },
    async describe({ name }, { signal }) {
      if (!listed.includes(name)) {
        throw new StoreError('missing', 'The store lists no collection of this name.');
      }
      const collection = await explained(store.describe(name, { signal }));
      described.set(name, collection);
      return collection;
    },
    async search({ name, text, vector, k }, { signal }) {
      const collection = opened(name, text);
      const { dim } = collection;
      if (!(vector instanceof Float32Array) || (dim !== null && vector.length !== dim)) {
        throw new StoreError(
          'asked',
          `The query has ${vector.length} numbers and the vectors of ${name} have ${dim}: they are another model's.`,
        );
      }
      if (!vector.every(Number.isFinite)) {
        throw new StoreError('asked', 'The vector of the query has numbers that are not finite.');
      }
      if (!(Number.isInteger(k) && k >= 1 && k <= MOST_HITS)) {
        throw new StoreError('asked', `A search gives 1 to ${MOST_HITS} rows, not ${k}.`);
      }
      return explained(store.search({ collection, text, vector, k }, { signal }));
    },
    async sample({ name, text, count, seed, vectors, within }, { signal, onProgress }) {
      const request = {
        ...{ collection: opened(name, text), text, vectors: vectors === true },
        ...{ count: Number(count), seed: Number(seed) },
        ...(within === undefined ? {} : { within: Number(within) }),
      };
      return explained(store.sample(request, { signal, onProgress }));
    },
  });
  ready({ kind: 'ready' });
}
