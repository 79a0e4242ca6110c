import type { EmbeddingMatrix } from '../../analysis/types.ts';
import { EvaluationError } from '../errors.ts';
import type { Encode } from '../tasks/types.ts';

/** Where vectors are kept by instruction and text. */
export interface VectorStore {
  has(instruction: string, text: string): boolean;
  get(instruction: string, text: string): Float32Array | undefined;
  /** @param vectors Float32Array [texts, dim]. */
  put(instruction: string, texts: readonly string[], vectors: Float32Array, dim: number): void;
}

/** Keeps vectors in memory. */
export function memoryStore(): VectorStore {
  const known = new Map<string, Map<string, Float32Array>>();
  return {
    has: (instruction, text) => known.get(instruction)?.has(text) ?? false,
    get: (instruction, text) => known.get(instruction)?.get(text),
    put(instruction, texts, vectors, dim) {
      const rows = known.get(instruction) ?? new Map<string, Float32Array>();
      known.set(instruction, rows);
      for (const [i, text] of texts.entries()) {
        rows.set(text, vectors.slice(i * dim, (i + 1) * dim));
      }
    },
  };
}

/** Texts embedded together: as many as an interrupted run may lose, and enough for full batches of one length. */
const TOGETHER = 128;

/**
 * Makes an `encode` that embeds no text twice under one instruction, however many tasks ask for it. What is missing is
 * embedded by length, a few texts at a time, and stored at once, so that an interrupted run loses little.
 */
export function cachedEncode(encode: Encode, store: VectorStore = memoryStore()): Encode {
  return async (texts, instruction): Promise<EmbeddingMatrix> => {
    const missing = [...new Set(texts.filter((text) => !store.has(instruction, text)))];
    missing.sort((a, b) => a.length - b.length);
    for (let from = 0; from < missing.length; from += TOGETHER) {
      const some = missing.slice(from, from + TOGETHER);
      const { vectors, dim } = await encode(some, instruction);
      store.put(instruction, some, vectors, dim);
    }
    const rows = texts.map((text) => store.get(instruction, text)!);
    const dim = rows[0]?.length ?? 0;
    if (rows.some(({ length }) => length !== dim)) {
      throw new EvaluationError('The kept vectors differ in length; name another folder for them.');
    }
    const vectors = new Float32Array(texts.length * dim);
    for (const [i, row] of rows.entries()) vectors.set(row, i * dim);
    return { vectors, count: texts.length, dim };
  };
}
