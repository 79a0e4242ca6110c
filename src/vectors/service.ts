/** The worker's side of the vectors. */

import { cosine } from '../lib/cosine.ts';
import { serve } from '../workers/serve.ts';
import { transfer } from '../workers/transfer.ts';
import type { ServerPort } from '../workers/types.ts';
import type { KeptRows } from './kept/kept-rows.ts';
import type { VectorsApi, VectorsEvent } from './protocol.ts';

/** Answers the page from `store`, and sends it the store's events. */
export function serveVectors(port: ServerPort, store: KeptRows): void {
  const emit = answer(port, store);
  store.onKeeping = (keeping) => emit({ kind: 'keeping', keeping });
  store.onGone = (rows) => emit({ kind: 'gone', rows });
}

/** Answers calls through `port` from `store`. @returns A function that sends an event. */
function answer(port: ServerPort, store: KeptRows): (event: VectorsEvent) => void {
  return serve<VectorsApi, VectorsEvent>(port, {
    connect(other) {
      answer(other, store);
      return undefined;
    },
    add: ({ vectors, dim, texts }) => store.add(vectors, dim, texts),
    async gather(set) {
      const rows = await store.gather(set);
      return transfer(rows, [rows.buffer]);
    },
    free(rows) {
      store.free(rows);
      return undefined;
    },
    async give({ vectors, dim, texts }) {
      await store.give(vectors, dim, texts);
      return undefined;
    },
    recall: ({ origin, pairs }) => store.recall(origin, pairs),
    list: () => store.list(),
    async remove(ids) {
      await store.remove(ids);
      return undefined;
    },
    async keepAgain() {
      await store.keepAgain();
      return undefined;
    },
    async cosine({ a, b, dim }) {
      const pair = await store.gather({ rows: Uint32Array.of(a, b), count: 2, dim });
      return cosine(pair.subarray(0, dim), pair.subarray(dim));
    },
  });
}
