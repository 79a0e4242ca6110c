import { expect, test } from 'vitest';
import { labelPlaces } from './label-places.ts';

test('a label alone stands above its point', () => {
  expect(labelPlaces([[100, 100]])).toEqual(['top center']);
});

test('a label gives way to a point above and to the label of a neighbour', () => {
  expect(
    labelPlaces([
      [100, 100],
      [100, 88],
    ]),
  ).toEqual(['bottom center', 'top center']);
  expect(
    labelPlaces([
      [100, 100],
      [112, 100],
    ]),
  ).toEqual(['top center', 'bottom center']);
});

test('where there is no room the label stands above', () => {
  const crowd = Array.from({ length: 9 }, (_, i) => [100 + (i % 3) * 3, 100 + i] as const);
  expect(labelPlaces(crowd).at(-1)).toBe('top center');
});
