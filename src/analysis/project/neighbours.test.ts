import { describe, expect, it } from 'vitest';
import { topicRows } from '../../../testing/rows.ts';
import { finish } from '../steps.ts';
import { toRows } from '../validate.ts';
import { EXACT_LIMIT, exactNeighbours, nearestNeighbours } from './neighbours.ts';

const K = 10;
const rowsOf = (count: number) =>
  toRows('rows', topicRows({ seed: 3, count, dim: 16, topics: 30, spread: 0.8 }));

describe('beyond the limit', () => {
  const rows = rowsOf(EXACT_LIMIT + 500);
  const listed = finish(nearestNeighbours(rows, K, 1));

  it('nearly all nearest neighbours are found, the row itself first and the nearest before the farther', () => {
    const exact = finish(exactNeighbours(rows, K));
    let found = 0;
    for (let i = 0; i < rows.count; i++) {
      const own = new Set(listed.indices.subarray(i * K, (i + 1) * K));
      expect(own.size).toBe(K);
      for (const j of exact.indices.subarray(i * K, (i + 1) * K)) if (own.has(j)) found += 1;
    }
    expect(found / exact.indices.length).toBeGreaterThan(0.97);
    for (let i = 0; i < rows.count; i += 97) {
      const distances = listed.distances.subarray(i * K, (i + 1) * K);
      expect(listed.indices[i * K]).toBe(i);
      expect([...distances]).toEqual([...distances].sort((a, b) => a - b));
    }
  });

  it('they are the same for the same seed', () => {
    expect(finish(nearestNeighbours(rows, K, 1)).indices).toEqual(listed.indices);
  });
});

it('rows that coincide by the thousand have neighbours without comparing each with each', () => {
  const values = new Float64Array((EXACT_LIMIT + 1) * 2);
  for (let i = 0; i <= EXACT_LIMIT; i++) values.set(i % 50 === 0 ? [i / 5000, 1] : [1, 0], 2 * i);
  const rows = { values, count: EXACT_LIMIT + 1, dim: 2 };
  const { indices, distances } = finish(nearestNeighbours(rows, K, 1));
  expect([...distances.subarray(K, 2 * K)]).toEqual(new Array(K).fill(0));
  expect(indices.every((j) => j >= 0 && j < rows.count)).toBe(true);
});
