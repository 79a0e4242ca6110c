import { expect, test } from 'vitest';
import { byWords } from './compute.ts';
import { extraCopies, listDuplicates, pairsOf } from './listed.ts';

const near = (...pairs: readonly (readonly [a: number, b: number, cosine: number])[]) => ({
  a: Int32Array.from(pairs, ([a]) => a),
  b: Int32Array.from(pairs, ([, b]) => b),
  cosines: Float32Array.from(pairs, ([, , cosine]) => cosine),
  more: false,
});

test('texts of the same words are found by their words, and the first of each is compared', () => {
  const items = ['a', 'b', 'a', 'c', 'a', 'b'].map((text) => ({ text }));
  expect(byWords(items)).toEqual({
    distinct: [0, 1, 3],
    same: [
      [0, 2, 4],
      [1, 5],
    ],
  });
});

test('the list has the same words first, and near pairs down to the cosine, as it was typed', () => {
  const listed = listDuplicates([[0, 4]], near([1, 2, 0.99], [2, 3, 0.95], [0, 3, 0.94]), 0.95);
  expect(listed.count).toBe(3);
  expect(listed.at(0)).toEqual({ a: 0, b: 4, cosine: 1, isSame: true });
  // 0.95 as float32 is a little below 0.95.
  expect(listed.at(2)).toMatchObject({ a: 2, b: 3, isSame: false });
});

test('each text that goes has a duplicate that stays, and no two that stay are duplicates', () => {
  // 0–1 and 1–2 are pairs, 0–2 is none: 2 stays, though a chain leads to it.
  const chain = listDuplicates([], near([0, 1, 0.99], [1, 2, 0.98]), 0.9);
  expect(extraCopies(chain)).toEqual([1]);
  // 3 has the words of 1, which goes for 0: it goes too.
  const copies = listDuplicates([[1, 3]], near([0, 1, 0.97]), 0.9);
  expect(extraCopies(copies)).toEqual([1, 3]);
});

test('a pair is known under another lens only at a cosine that reaches the least', () => {
  const has = pairsOf(near([0, 1, 0.97], [2, 3, 0.9]), 0.95);
  const pair = (a: number, b: number, isSame = false) => ({ a, b, cosine: 1, isSame });
  expect(has(pair(0, 1))).toBe(true);
  expect(has(pair(2, 3))).toBe(false);
  expect(has(pair(5, 6, true))).toBe(true);
});
