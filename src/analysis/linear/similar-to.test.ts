import { expect, test } from 'vitest';
import { rowsOf } from '../../../testing/rows.ts';
import { finish } from '../steps.ts';
import { AnalysisError } from '../types.ts';
import { similarTo } from './similar-to.ts';

// Two directions and what lies between; the lengths must not count.
const rows = rowsOf([9, 0], [0, 1], [1, 1], [1, 0.2], [0.2, 5]);
const ask = (liked: number[], unliked: number[], count = 9) =>
  finish(
    similarTo(rows, { liked: Int32Array.from(liked), unliked: Int32Array.from(unliked), count }),
  );

test('the nearest to the mean of the liked come first, without them', () => {
  const { indices, cosines } = ask([0, 1], []);
  // The mean of both directions is the diagonal, whatever their lengths.
  expect([...indices]).toEqual([2, 3, 4]);
  expect(cosines[0]).toBeCloseTo(1, 6);
  expect([...ask([0], [], 1).indices]).toEqual([3]);
});

test('what is not wanted takes its direction away, and is left out', () => {
  expect([...ask([2], []).indices].slice(0, 2)).toEqual([3, 4]);
  expect([...ask([2], [1]).indices]).toEqual([3, 0, 4]);
  expect([...ask([2], [0]).indices]).toEqual([4, 1, 3]);
});

test('refuses what it cannot answer, and names it', () => {
  expect(() => ask([], [])).toThrow(AnalysisError);
  expect(() => ask([7], [])).toThrow('7 is no text: there are 5');
});
