import { expect, test } from 'vitest';
import type { Item, MapResult, SimilarityResult } from '../../state/panels.ts';
import type { PlotTheme } from '../plot/theme.ts';
import { clusterMembers, mapFigure, mapMarks } from './map-figure.ts';
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
  const figures = [matrixFigure(self, 'auto', theme, size), mapFigure(map, theme, size)];
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

test('a trace of the map is a cluster, open where the text is of group B', () => {
  expect(clusterMembers(map)).toEqual([
    [0, 2],
    [1, 3],
  ]);
  const [, second] = mapFigure(map, theme, size).data;
  expect(second).toMatchObject({ x: [1, 3], marker: { symbol: ['square', 'square-open'] } });
});
