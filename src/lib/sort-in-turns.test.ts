import { expect, test } from 'vitest';
import { seededRandom } from './random.ts';
import { sortInTurns } from './sort-in-turns.ts';

const { signal } = new AbortController();

test('it sorts as the engine does, and keeps the order of equals', async () => {
  const random = seededRandom(3);
  for (const count of [0, 1, 511, 512, 513, 5000]) {
    const keys = Array.from({ length: count }, () => Math.floor(random() * 50));
    const numbers = Int32Array.from(keys, (_, at) => at);
    const expected = [...numbers].sort((a, b) => keys[a]! - keys[b]!);
    const sorted = await sortInTurns(numbers, (a, b) => keys[a]! - keys[b]!, signal);
    expect([...sorted]).toEqual(expected);
  }
});

test('a cancelled sort ends', async () => {
  const sort = sortInTurns(Int32Array.of(2, 1), (a, b) => a - b, AbortSignal.abort());
  await expect(sort).rejects.toThrow('abort');
});
