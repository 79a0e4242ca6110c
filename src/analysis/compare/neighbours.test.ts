import { expect, test } from 'vitest';
import { topicRows } from '../../../testing/rows.ts';
import { similarity } from '../linear/similarity.ts';
import { finish } from '../steps.ts';
import { AnalysisError } from '../types.ts';
import { compare } from './compare.ts';
import { neighbours } from './neighbours.ts';

const from = topicRows({ seed: 3, count: 70, dim: 12, topics: 4, spread: 1 });
const to = topicRows({ seed: 9, count: 70, dim: 20, topics: 4, spread: 1 });

test('of every text they are those whose change `compare` counts', () => {
  const { movement, neighbours: count } = finish(compare(from, to));
  for (let index = 0; index < 70; index++) {
    const { before, after } = finish(neighbours(from, to, { index, count }));
    const lost = [...before.indices].filter((each) => !after.indices.includes(each));
    expect(lost.length / count).toBeCloseTo(movement[index]!, 6);
  }
});

test('they come nearest first, with their cosines, and never the text itself', () => {
  const cosines = finish(similarity(from, from));
  const { before, after } = finish(neighbours(from, to, { index: 5, count: 100 }));
  expect(before.indices).toHaveLength(69);
  expect(after.indices).toHaveLength(69);
  expect(before.indices).not.toContain(5);
  let last = Number.POSITIVE_INFINITY;
  for (const [at, index] of before.indices.entries()) {
    expect(before.cosines[at]).toBeCloseTo(cosines[5 * 70 + index]!, 6);
    expect(before.cosines[at]).toBeLessThanOrEqual(last);
    last = before.cosines[at]!;
  }
});

test('refuses what it cannot answer, and names it', () => {
  const ask =
    (index: number, count: number, other = to) =>
    () =>
      finish(neighbours(from, other, { index, count }));
  expect(ask(70, 5)).toThrow(AnalysisError);
  expect(ask(70, 5)).toThrow('index is 70, but there are 70 texts');
  expect(ask(0, 0)).toThrow('count is 0');
  expect(ask(0, 5, topicRows({ seed: 1, count: 7, dim: 3, topics: 2, spread: 1 }))).toThrow(
    'from has 70 texts and to has 7',
  );
});
