import { expect, test } from 'vitest';
import { storeVectors } from './store-vectors.ts';

test('the very array is handed over, and what is left says which rows are zeros', async () => {
  const vectors = Float32Array.of(0, 1, 0, 0, -0, 0, 2, 0);
  const counts = {
    tokens: Uint32Array.of(3, 3, 3, 3),
    masked: Uint32Array.of(1, 1, 1, 1),
    truncated: Uint8Array.of(0, 0, 1, 0),
    unread: [null, 'fused', null, null] as const,
    refused: [null, null, null, null],
  };
  let given: Float32Array | null = null;
  const stored = await storeVectors({ ...counts, vectors, dim: 2 }, (rows, dim) => {
    given = rows;
    expect(dim).toBe(2);
    return 7;
  });
  expect(given).toBe(vectors);
  expect(stored).toEqual({ ...counts, first: 7, dim: 2, zeros: Uint8Array.of(0, 1, 1, 0) });
});
