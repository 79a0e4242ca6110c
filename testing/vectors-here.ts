import { cosine } from '../src/lib/cosine.ts';
import type { Vectors } from '../src/vectors/client.ts';
import { KeptRows } from '../src/vectors/kept/kept-rows.ts';
import type { Disk } from '../src/vectors/kept/types.ts';
import type { VectorsEvent } from '../src/vectors/protocol.ts';
import { serveVectors } from '../src/vectors/service.ts';
import type { EmbeddedText } from '../src/vectors/vector-cache.ts';

/** The real store of vectors in this thread, reached through real ports. */
export class VectorsHere implements Vectors {
  readonly store: KeptRows;
  readonly freed: number[] = [];
  readonly #listeners: ((message: string) => void)[] = [];

  /** @param disk Where the vectors are kept; null is nowhere. */
  constructor(disk: Disk | null = null) {
    this.store = new KeptRows(disk);
  }

  port(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    serveVectors(port1, this.store);
    return port2;
  }

  free(rows: Uint32Array): void {
    this.freed.push(...rows);
    this.store.free(rows);
  }

  /** The vector of a text. */
  vector({ row, dim }: EmbeddedText): Promise<Float32Array> {
    return this.store.gather({ rows: Uint32Array.of(row), count: 1, dim });
  }

  async cosine(a: number, b: number, dim: number): Promise<number> {
    const pair = await this.store.gather({ rows: Uint32Array.of(a, b), count: 2, dim });
    return cosine(pair.subarray(0, dim), pair.subarray(dim));
  }

  give: Vectors['give'] = (vectors, dim, texts) => this.store.give(vectors, dim, texts);
  recall: Vectors['recall'] = (origin, pairs) => this.store.recall(origin, pairs);
  list: Vectors['list'] = () => this.store.list();
  remove: Vectors['remove'] = (ids) => this.store.remove(ids);
  keepAgain: Vectors['keepAgain'] = () => this.store.keepAgain();

  onEvent(listener: (event: VectorsEvent) => void): void {
    const { onKeeping, onGone } = this.store;
    this.store.onKeeping = (keeping) => {
      onKeeping(keeping);
      listener({ kind: 'keeping', keeping });
    };
    this.store.onGone = (rows) => {
      onGone(rows);
      listener({ kind: 'gone', rows });
    };
  }

  onLost(listener: (message: string) => void): void {
    this.#listeners.push(listener);
  }

  /** As when the worker stops. */
  lose(message: string): void {
    for (const listener of this.#listeners) listener(message);
  }
}
