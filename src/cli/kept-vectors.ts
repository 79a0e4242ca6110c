/** Vectors that `npm run evaluate -- --cache` keeps on disk. */
import type { VectorStore } from '../evaluation/compare/cached-encode.ts';
import type { RecordStore } from '../node/record-store.ts';
import { hashOf } from '../vectors/kept/format.ts';

/** Keeps vectors as records, by the hashes of instruction and text. */
export function diskStore(records: RecordStore): VectorStore {
  return {
    has: (instruction, text) => records.has(keyOf(instruction, text)),
    get(instruction, text) {
      const bytes = records.get(keyOf(instruction, text));
      return bytes && new Float32Array(bytes.buffer);
    },
    put(instruction, texts, vectors, dim) {
      records.put(
        texts.map((text, i) => {
          const row = vectors.slice(i * dim, (i + 1) * dim);
          return [keyOf(instruction, text), new Uint8Array(row.buffer)];
        }),
      );
    },
  };
}

/** A key of two texts: their hashes, one after the other. 64 hexadecimal digits. */
export function keyOf(first: string, second: string): string {
  return Buffer.concat([hashOf(first), hashOf(second)]).toString('hex');
}
