import { expect, test } from 'vitest';
import { labelPlaces } from './label-places.ts';

const ABOVE = { dx: 0, dy: -13 };
const BELOW = { dx: 0, dy: 13 };

test('a label alone stands above its point', () => {
  expect(labelPlaces([[100, 100]])).toEqual([ABOVE]);
});

test('a label gives way to a point above and to the label of a neighbour', () => {
  expect(
    labelPlaces([
      [100, 100],
      [100, 88],
    ]),
  ).toEqual([BELOW, ABOVE]);
  expect(
    labelPlaces([
      [100, 100],
      [112, 100],
    ]),
  ).toEqual([ABOVE, BELOW]);
});

test('where there is no room there is no label', () => {
  const crowd = Array.from({ length: 9 }, (_, i) => [100 + (i % 3) * 3, 100 + i] as const);
  expect(labelPlaces(crowd)).toContain(null);
  expect(labelPlaces(crowd)[0]).toEqual(ABOVE);
});
