/** The worker's side of the vectors. */

import { cosine } from '../lib/cosine.ts';
import { serve } from '../workers/serve.ts';
import { transfer } from '../workers/transfer.ts';
import type { ServerPort } from '../workers/types.ts';
import type { VectorsApi } from './protocol.ts';
import type { RowStore } from './types.ts';

/** Answers what comes through `port` out of `store`. */
export function serveVectors(port: ServerPort, store: RowStore): void {
  serve<VectorsApi>(port, {
    connect(other) {
      serveVectors(other, store);
      return undefined;
    },
    add: ({ vectors, dim }) => store.add(vectors, dim),
    async gather(set) {
      const rows = await store.gather(set);
      return transfer(rows, [rows.buffer]);
    },
    async free(rows) {
      await store.free(rows);
      return undefined;
    },
    async cosine({ a, b, dim }) {
      const pair = await store.gather({ rows: Uint32Array.of(a, b), count: 2, dim });
      return cosine(pair.subarray(0, dim), pair.subarray(dim));
    },
  });
}
