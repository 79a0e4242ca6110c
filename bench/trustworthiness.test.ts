import { expect, test } from 'vitest';
import { seededRandom } from '../src/lib/random.ts';
import { trustworthiness } from './trustworthiness.ts';

const plane = (count: number, seed: number) => {
  const random = seededRandom(seed);
  return Float32Array.from({ length: 2 * count }, random);
};

test('a map that shows every neighbour is trusted fully, one drawn by chance half', () => {
  const map = plane(400, 1);
  const rows = { values: Float64Array.from(map), count: 400, dim: 2 };
  expect(trustworthiness(rows, map, 400)).toBe(1);
  expect(trustworthiness(rows, plane(400, 2), 400)).toBeCloseTo(0.5, 1);
});

test('one point shown beside a far one costs what its rank says', () => {
  // On a line, the first and the last of 100 points change places in the map: each of the two is shown beside 15
  // points whose ranks around it are 99, 98, … 85 in truth. The points near either end gain one stranger each.
  const count = 100;
  const line = Array.from({ length: count }, (_, i) => i);
  const swapped = line.with(0, count - 1).with(count - 1, 0);
  const flat = (xs: readonly number[]) => xs.flatMap((x) => [x, 0]);
  const rows = { values: Float64Array.from(flat(line)), count, dim: 2 };
  let excess = 0;
  for (const [i, x] of swapped.entries()) {
    const nearest = line
      .filter((j) => j !== i)
      .sort((a, b) => Math.abs(swapped[a]! - x) - Math.abs(swapped[b]! - x) || a - b);
    for (const j of nearest.slice(0, 15)) {
      const rank = line.filter((o) => o !== i && rankBefore(i, o, j)).length + 1;
      excess += Math.max(0, rank - 15);
    }
  }
  const expected = 1 - (2 * excess) / (count * 15 * (2 * count - 3 * 15 - 1));
  const map = Float32Array.from(flat(swapped));
  expect(trustworthiness(rows, map, count)).toBeCloseTo(expected, 9);
  expect(expected).toBeLessThan(0.98);
});

const rankBefore = (from: number, a: number, b: number) =>
  Math.abs(a - from) < Math.abs(b - from) || (Math.abs(a - from) === Math.abs(b - from) && a < b);
