import { cosine } from '../src/lib/cosine.ts';
import type { Vectors } from '../src/vectors/client.ts';
import { MemoryRows } from '../src/vectors/memory-rows.ts';
import { serveVectors } from '../src/vectors/service.ts';
import type { EmbeddedText } from '../src/vectors/vector-cache.ts';

/** The real store of vectors in this thread, reached through real ports. */
export class VectorsHere implements Vectors {
  readonly store = new MemoryRows();
  readonly freed: number[] = [];
  readonly #listeners: ((message: string) => void)[] = [];

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
  vector({ row, dim }: EmbeddedText): Float32Array {
    return this.store.gather({ rows: Uint32Array.of(row), count: 1, dim });
  }

  async cosine(a: number, b: number, dim: number): Promise<number> {
    const [left, right] = [a, b].map((row) =>
      this.store.gather({ rows: Uint32Array.of(row), count: 1, dim }),
    );
    return cosine(left!, right!);
  }

  onLost(listener: (message: string) => void): void {
    this.#listeners.push(listener);
  }

  /** As when the worker stops. */
  lose(message: string): void {
    for (const listener of this.#listeners) listener(message);
  }
}
