import { expect, test } from 'vitest';
import { mapNames, namePlaces } from './name-places.ts';

const size = { width: 300, height: 200 };

test('a name stands at the median of its texts, whatever lies far away', () => {
  const marks = { k: 3, assignments: Int32Array.of(0, 0, 0, 1, 1, 1, 2) };
  const coordinates = Float32Array.of(1, 1, 2, 3, 90, 90, -1, 0, -2, 0, -3, 5, 7, 7);
  const entries = [
    { mark: 1, name: 'taxi', size: 3 },
    { mark: 0, name: 'card', size: 3 },
    { mark: 2, name: 'one', size: 1 },
  ];
  expect(mapNames(entries, marks, coordinates)).toEqual([
    { text: 'taxi', x: -2, y: 0 },
    { text: 'card', x: 2, y: 3 },
    { text: 'one', x: 7, y: 7 },
  ]);
  expect(mapNames(entries.slice(0, 1), marks, coordinates)).toEqual([]);
});

test('no name covers another: it moves aside, or is left out where there is no room', () => {
  const at = { x: 100, y: 100, width: 80 };
  const places = namePlaces(
    Array.from({ length: 8 }, () => at),
    size,
  );
  const shown = places.filter((place) => place !== null);
  expect(places[0]).toEqual({ x: 100, y: 100 });
  expect(shown.length).toBeGreaterThan(1);
  expect(shown.length).toBeLessThan(8);
  const ys = shown.map(({ y }) => y).sort((a, b) => a - b);
  for (let i = 1; i < ys.length; i++) expect(ys[i]! - ys[i - 1]!).toBeGreaterThanOrEqual(17);
  expect(namePlaces([at, { ...at, x: 190 }], size)[1]).toEqual({ x: 190, y: 100 });
});

test('a name stays within the chart; a cluster out of sight has none', () => {
  expect(namePlaces([{ x: 5, y: 100, width: 80 }], size)).toEqual([{ x: 40, y: 100 }]);
  expect(namePlaces([{ x: -5, y: 100, width: 80 }], size)).toEqual([null]);
  expect(namePlaces([{ x: 100, y: 2, width: 80 }], size)).toEqual([{ x: 100, y: 19 }]);
});

test('on a small map the largest clusters alone have names', () => {
  const names = Array.from({ length: 40 }, (_, i) => ({
    x: 20 + 50 * (i % 7),
    y: 15 + 36 * Math.floor(i / 7),
    width: 45,
  }));
  const shown = (size: { width: number; height: number }) =>
    namePlaces(names, size).flatMap((place, i) => (place === null ? [] : [i]));
  const small = shown({ width: 360, height: 230 });
  expect(small.length).toBeGreaterThan(15);
  expect(small).toEqual(Array.from({ length: small.length }, (_, i) => i));
  const [width, height] = [360, 230];
  expect(small.length * 45 * 14).toBeLessThanOrEqual(0.18 * width * height);
  expect(shown({ width: 1200, height: 800 })).toHaveLength(40);
});
