import { expect, test } from 'vitest';
import type { Item, MapResult, SimilarityResult } from '../../state/panels.ts';
import type { PlotTheme } from '../plot/theme.ts';
import { clusterMembers, mapFigure, mapMarks, mapTraces, pointCount } from './map-figure.ts';
import { closestPairs } from './SimilarityTable.tsx';
import { matrixFigure, matrixMarks, valueRange } from './similarity-figure.ts';

const theme: PlotTheme = {
  ink: '#000',
  muted: '#555',
  line: '#ccc',
  surface: '#fff',
  accent: '#00f',
  font: 'sans-serif',
  scale: ['#fff', '#000'],
  clusters: ['#111', '#222'],
};
const size = { width: 600, height: 400 };
const item = (number: number, text: string, place: 'A' | 'B' = 'A'): Item => ({
  id: `${place}${number}`,
  text,
  place,
  number,
});
const items = [item(1, '<b>one</b>'), item(2, 'two & more'), item(3, '<a href="//x">three</a>')];
const self: SimilarityResult = {
  rows: items,
  columns: items,
  values: Float32Array.of(1, 0.7, 0.8, 0.7, 1, 0.6, 0.8, 0.6, 1),
  self: true,
  rowTotal: 3,
  columnTotal: 3,
};
const map: MapResult = {
  items: [...items, item(1, 'four', 'B')],
  clusters: { k: 2, labels: Int32Array.of(0, 1, 0, 1), inertia: 0, silhouette: 0.5 },
  coordinates: Float32Array.of(0, 0, 1, 1, 2, 2, 3, 3),
  projection: 'pca',
};

test('no text of the user reaches Plotly as markup', () => {
  const figures = [
    matrixFigure(self, 'auto', theme, size),
    mapFigure(map, mapTraces(map), theme, size),
  ];
  const strings = JSON.stringify(figures);
  expect(strings).toContain('&lt;b&gt;one');
  expect(strings).not.toMatch(/[<>]/);
});

test('the range of a matrix with itself leaves out the diagonal', () => {
  const [low, high] = valueRange(self);
  expect(low).toBeCloseTo(0.6);
  expect(high).toBeCloseTo(0.8);
  expect(valueRange({ ...self, self: false })[1]).toBe(1);
  expect(valueRange({ ...self, values: new Float32Array(9).fill(0.5) })).toEqual([0, 1]);
});

test('lit texts are framed in rows and columns, and ringed on the map', () => {
  expect(matrixMarks(self, ['two & more'], theme)).toHaveLength(2);
  expect(matrixMarks(self, ['absent'], theme)).toEqual([]);
  expect(mapMarks(map, ['four'], theme)).toMatchObject([{ xanchor: 3, yanchor: 3 }]);
});

test('the table lists each pair of A × A once, closest first', () => {
  const pairs = closestPairs(self, 10).map(({ row, column }) => [row, column]);
  expect(pairs).toEqual([
    [0, 2],
    [0, 1],
    [1, 2],
  ]);
  expect(closestPairs({ ...self, self: false }, 4)).toHaveLength(4);
});

test('a trace of the map is a cluster of one group, open where the group is B', () => {
  expect(clusterMembers(map)).toEqual([
    [0, 2],
    [1, 3],
  ]);
  expect(mapTraces(map)).toEqual([
    { cluster: 0, place: 'A', members: [0, 2] },
    { cluster: 1, place: 'A', members: [1] },
    { cluster: 1, place: 'B', members: [3] },
  ]);
  const { data } = mapFigure(map, mapTraces(map), theme, size);
  expect(data[1]).toMatchObject({ x: [1], marker: { symbol: 'square' } });
  expect(data[2]).toMatchObject({ x: [3], marker: { symbol: 'square-open' } });
});

test('of many points an even share of each cluster is drawn, and each cluster is seen', () => {
  const count = 5000;
  const labels = Int32Array.from({ length: count }, (_, i) => (i === 7 ? 2 : i % 5 === 0 ? 1 : 0));
  const many: MapResult = {
    items: Array.from(labels, (_, i) => item(i + 1, `${i}`)),
    clusters: { k: 3, labels, inertia: 0, silhouette: 0 },
    coordinates: new Float32Array(2 * count),
    projection: 'pca',
  };
  const traces = mapTraces(many);
  expect(traces.map(({ members }) => members.length)).toEqual([800, 200, 1]);
  expect(pointCount(traces)).toBe(1001);
  expect(new Set(traces.flatMap(({ members }) => members)).size).toBe(1001);
  expect(traces.every(({ cluster, members }) => members.every((i) => labels[i] === cluster))).toBe(
    true,
  );
  expect(pointCount(mapTraces(map))).toBe(map.items.length);
});

test('the numbers in the cells are those of the matrix, each at its cell', () => {
  const [heat, numbers] = matrixFigure(self, 'auto', theme, size).data;
  expect(heat).toMatchObject({ type: 'heatmap' });
  expect(numbers).toMatchObject({
    x: [0, 1, 2, 0, 1, 2, 0, 1, 2],
    y: [0, 0, 0, 1, 1, 1, 2, 2, 2],
    text: ['1.00', '0.70', '0.80', '0.70', '1.00', '0.60', '0.80', '0.60', '1.00'],
  });
  expect(matrixFigure(self, 'auto', theme, { width: 300, height: 60 }).data).toHaveLength(1);
});
