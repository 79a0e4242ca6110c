import type { EmbeddingMatrix } from '../../analysis/types.ts';
import type { Encode } from '../tasks/types.ts';

/** Makes an `encode` that embeds no text twice under one instruction, however many tasks ask for it. */
export function cachedEncode(encode: Encode): Encode {
  const known = new Map<string, Map<string, Float32Array>>();
  return async (texts, instruction): Promise<EmbeddingMatrix> => {
    const rows = known.get(instruction) ?? new Map<string, Float32Array>();
    known.set(instruction, rows);
    const missing = [...new Set(texts.filter((text) => !rows.has(text)))];
    if (missing.length > 0) {
      const { vectors, dim } = await encode(missing, instruction);
      for (const [i, text] of missing.entries()) {
        rows.set(text, vectors.slice(i * dim, (i + 1) * dim));
      }
    }
    const dim = rows.get(texts[0] ?? '')?.length ?? 0;
    const vectors = new Float32Array(texts.length * dim);
    for (const [i, text] of texts.entries()) vectors.set(rows.get(text)!, i * dim);
    return { vectors, count: texts.length, dim };
  };
}
