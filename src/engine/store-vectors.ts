import type { Encoded, Stored } from './types.ts';

/**
 * Hands the vectors of an encoding over to their store.
 * @param add Takes Float32Array [n × dim], with the facts about the texts, and returns the number of the first row.
 */
export async function storeVectors(
  { vectors, dim, ...counts }: Encoded,
  add: (
    vectors: Float32Array<ArrayBuffer>,
    dim: number,
    counts: Omit<Stored, 'first' | 'dim'>,
  ) => number | Promise<number>,
): Promise<Stored> {
  const zeros = Uint8Array.from(counts.tokens, (_, row) =>
    vectors.subarray(row * dim, (row + 1) * dim).every((value) => value === 0) ? 1 : 0,
  );
  const first = await add(vectors, dim, { ...counts, zeros });
  return { ...counts, first, dim, zeros };
}
