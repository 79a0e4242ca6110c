import { expect, test } from 'vitest';
import { withSpreadOf } from './spread.ts';

test('a map takes the spread of another and keeps its own middle and shape', () => {
  const reference = Float32Array.of(0, 0, 4, 0, 4, 4, 0, 4);
  const small = Float32Array.of(10, 10, 11, 10, 11, 11, 10, 11);
  expect(Array.from(withSpreadOf(reference, small))).toEqual([
    8.5, 8.5, 12.5, 8.5, 12.5, 12.5, 8.5, 12.5,
  ]);
});

test('a map that is one point stays one', () => {
  const point = Float32Array.of(1, 2, 1, 2);
  expect(withSpreadOf(Float32Array.of(0, 0, 5, 5), point)).toBe(point);
});
