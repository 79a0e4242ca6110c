import { expect, test } from 'vitest';
import { fuse } from './fuse.ts';
import type { Ranked } from './types.ts';

const ranked = (k: number, ...lists: readonly (readonly number[])[]): Ranked => ({
  indices: Int32Array.from(lists.flat()),
  scores: Float32Array.from(lists.flat(), (index) => (index < 0 ? Number.NaN : 1)),
  k,
});

test('scores are sums of reciprocal ranks, computed by hand', () => {
  // Document 4: 1/61 + 1/62; 7: 1/61 + 1/63; 2: 1/62 alone.
  const { indices, scores } = fuse([ranked(3, [4, 2, 7]), ranked(3, [7, 4, -1])], 1, 3);
  expect([...indices]).toEqual([4, 7, 2]);
  expect(scores[0]).toBeCloseTo(0.016393443 + 0.016129032, 8);
  expect(scores[1]).toBeCloseTo(0.016393443 + 0.015873016, 8);
  expect(scores[2]).toBeCloseTo(0.016129032, 8);
});

test('of equal scores the better rank comes first, then the lower index', () => {
  // 1 and 5 have one first and one second place each; 9 and 3 each have one third place.
  const { indices } = fuse([ranked(3, [5, 1, 9]), ranked(3, [1, 5, 3])], 1, 4);
  expect([...indices]).toEqual([1, 5, 3, 9]);
});

test('a document without a score counts in no ranking, and each query has its own', () => {
  const vectors: Ranked = {
    indices: Int32Array.of(0, 1, 1, 0),
    scores: Float32Array.of(0.5, Number.NaN, 0.7, 0.1),
    k: 2,
  };
  const { indices, scores } = fuse([vectors, ranked(1, [2], [0])], 2, 3);
  expect([...indices]).toEqual([0, 2, -1, 0, 1, -1]);
  expect(scores[2]).toBeNaN();
  expect(scores[3]).toBeCloseTo(1 / 62 + 1 / 61, 7);
});

test('chunks of a document are fused as one, computed by hand', () => {
  // Document A has the chunks 0 and 1, B the chunk 2, C the chunks 3 and 4.
  const groups = Uint32Array.of(0, 0, 1, 2, 2);
  // By vectors A (chunk 1), C (4), B (2); by words C (3), A (0): A 1/61 + 1/62, C 1/62 + 1/61, B 1/63.
  const { indices, scores } = fuse([ranked(3, [1, 4, 2]), ranked(3, [3, 0, -1])], 1, 3, groups);
  // Of two first places, the lower chunk comes first; C is shown by the chunk that is first by words.
  expect([...indices]).toEqual([1, 3, 2]);
  expect(scores[0]).toBeCloseTo(0.016393443 + 0.016129032, 8);
  expect(scores[1]).toBeCloseTo(0.016129032 + 0.016393443, 8);
  expect(scores[2]).toBeCloseTo(0.015873016, 8);
});
