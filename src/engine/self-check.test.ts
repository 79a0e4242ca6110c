import { expect, test } from 'vitest';
import { agreement } from './self-check.ts';

const of = (...values: number[]) => Float32Array.from(values);

test.each([
  ['the same', of(1, 2), of(2, 4), 1],
  ['both zero', of(0, 0), of(0, -0), 1],
  ['one zero', of(0, 0), of(1, 0), 0],
  ['the other zero', of(0, 1), of(0, 0), 0],
  ['tiny', of(1e-42, 0), of(1e-42, 0), 1],
])('the cosine of %s', (_, a, b, expected) => {
  expect(agreement(a, b)).toBeCloseTo(expected, 6);
});

test('what is not a number is like nothing', () => {
  expect(agreement(of(Number.NaN, 0), of(1, 0))).toBeNaN();
  expect(agreement(of(Number.NaN, 0), of(0, 0))).toBe(0);
});
