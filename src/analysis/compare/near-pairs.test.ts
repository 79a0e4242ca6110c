import { expect, test } from 'vitest';
import { topicRows } from '../../../testing/rows.ts';
import { similarity } from '../linear/similarity.ts';
import { finish } from '../steps.ts';
import { AnalysisError, type EmbeddingMatrix } from '../types.ts';
import { nearPairs } from './near-pairs.ts';

const most = 1_000_000;

/** Every pair by the cosines of `similarity`. */
function allPairs(given: EmbeddingMatrix, least: number): string[] {
  const cosines = finish(similarity(given, given));
  const pairs: [number, number, number][] = [];
  for (let a = 0; a < given.count; a++) {
    for (let b = a + 1; b < given.count; b++) {
      const cosine = cosines[a * given.count + b]!;
      if (cosine >= least) pairs.push([a, b, cosine]);
    }
  }
  return pairs.sort((x, y) => y[2] - x[2] || x[0] - y[0] || x[1] - y[1]).map(String);
}

function found(given: EmbeddingMatrix, least: number, limit = most): string[] {
  const { a, b, cosines } = finish(nearPairs(given, { least, most: limit }));
  return Array.from(a, (each, at) => String([each, b[at], cosines[at]]));
}

test('pruned by leading directions, it finds the same pairs as all cosines do', () => {
  // Beyond 2,000 rows and 80 directions it prunes; the spread leaves directions that it does not look at.
  const given = topicRows({ seed: 4, count: 2_040, dim: 120, topics: 300, spread: 0.5 });
  const pairs = allPairs(given, 0.82);
  expect(pairs.length).toBeGreaterThan(100);
  expect(found(given, 0.82)).toEqual(pairs);
});

test('few rows are compared in full, and a row without a direction is in no pair', () => {
  const given = topicRows({ seed: 5, count: 150, dim: 10, topics: 20, spread: 0.4 });
  given.vectors.fill(0, 30, 50);
  const pairs = allPairs(given, 0.9);
  expect(pairs.length).toBeGreaterThan(20);
  expect(found(given, 0.9)).toEqual(pairs);
});

test('of too many pairs the closest are kept, and it says that there are more', () => {
  const given = topicRows({ seed: 6, count: 2_100, dim: 24, topics: 40, spread: 0.3 });
  const { more } = finish(nearPairs(given, { least: 0.9, most: 3_000 }));
  expect(more).toBe(true);
  expect(found(given, 0.9, 3_000)).toEqual(allPairs(given, 0.9).slice(0, 3_000));
});

test('refuses a threshold that is no cosine, and names it', () => {
  const given = topicRows({ seed: 1, count: 5, dim: 3, topics: 2, spread: 1 });
  expect(() => finish(nearPairs(given, { least: 0, most }))).toThrow(AnalysisError);
  expect(() => finish(nearPairs(given, { least: 1.2, most }))).toThrow('least is 1.2');
});
