import { expect, test } from 'vitest';
import type { Clusters } from '../../analysis/types.ts';
import { matchClusters } from './match-clusters.ts';

const clusters = (k: number, ...labels: number[]): Clusters => ({
  k,
  assignments: Int32Array.from(labels),
  inertia: 0,
  silhouette: 0,
  algorithm: 'k-means',
});
const matched = (a: Clusters, b: Clusters) => Array.from(matchClusters(a, b).assignments);

test('clusters keep the numbers of those they share most texts with', () => {
  expect(matched(clusters(2, 0, 0, 0, 1, 1), clusters(2, 1, 1, 1, 0, 0))).toEqual([0, 0, 0, 1, 1]);
  expect(matched(clusters(3, 0, 0, 1, 1, 2), clusters(3, 2, 2, 0, 1, 1))).toEqual([0, 0, 1, 2, 2]);
});

test('the partition stays the same, whatever the numbers', () => {
  const before = clusters(4, 0, 1, 2, 3, 0, 1, 2, 3, 0);
  const after = matched(clusters(3, 0, 0, 0, 1, 1, 1, 2, 2, 2), before);
  for (const [i, a] of before.assignments.entries()) {
    for (const [j, b] of before.assignments.entries()) {
      expect(after[i] === after[j]).toBe(a === b);
    }
  }
});

test('fewer clusters than before leave numbers empty; k counts up to the highest', () => {
  const found = matchClusters(clusters(3, 0, 0, 1, 2, 2, 2), clusters(2, 1, 1, 1, 0, 0, 0));
  expect(Array.from(found.assignments)).toEqual([0, 0, 0, 2, 2, 2]);
  expect(found.k).toBe(3);
});
