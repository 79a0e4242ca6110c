import { expect, test } from 'vitest';
import type { VectorSet } from '../vectors/types.ts';
import { RowCache } from './row-cache.ts';

const set = (id: number, count = 1): VectorSet => ({
  id,
  dim: 2,
  count,
  rows: Uint32Array.from({ length: count }, (_, row) => row),
});

function setUp(limit: number) {
  const fetched: number[] = [];
  const cache = new RowCache(async ({ id, count }) => {
    fetched.push(id);
    return new Float32Array(2 * count).fill(3);
  }, limit);
  return { cache, fetched };
}

test('rows are of length 1, and fetched once even when asked for at the same time', async () => {
  const { cache, fetched } = setUp(1000);
  const [a, b] = await Promise.all([cache.get('a', set(1)), cache.get('b', set(1))]);
  expect(a).toBe(b);
  expect(Array.from(a.values)).toEqual([Math.SQRT1_2, Math.SQRT1_2].map((x) => expect.closeTo(x)));
  expect(fetched).toEqual([1]);
});

test('beyond its bytes the least recently used go, and the latest two stay', async () => {
  // A row is 16 bytes.
  const { cache, fetched } = setUp(48);
  for (const id of [1, 2, 3, 1, 4]) await cache.get('a', set(id));
  fetched.length = 0;
  for (const id of [1, 3, 4, 2]) await cache.get('a', set(id));
  expect(fetched).toEqual([2]);
  await cache.get('a', set(5, 100));
  await cache.get('a', set(6, 100));
  fetched.length = 0;
  await cache.get('a', set(5, 100));
  await cache.get('a', set(6, 100));
  expect(fetched).toEqual([]);
  await cache.get('a', set(4));
  expect(fetched).toEqual([4]);
});

test('what could not be fetched is asked for again', async () => {
  let failing = true;
  const cache = new RowCache(async () => {
    if (failing) throw new Error('no longer kept');
    return new Float32Array(2);
  });
  await expect(cache.get('a', set(1))).rejects.toThrow('no longer kept');
  failing = false;
  expect((await cache.get('a', set(1))).count).toBe(1);
});

test('a value that is not finite is named, with the argument it is in', async () => {
  const cache = new RowCache(async () => Float32Array.of(1, Number.NaN));
  await expect(cache.get('queries', set(1))).rejects.toThrow(
    'queries: row 0 holds NaN in column 1',
  );
});
