import { expect, test } from 'vitest';
import { item, markedUp as items, plotTheme as theme } from '../../../testing/plots.ts';
import { cellNumber, cellsOf } from './cells.ts';
import { matrixFigure, matrixMarks, matrixPlan, NARROW } from './figure.ts';
import { textLines } from './lines.ts';
import { numbersFit } from './matrix-numbers.ts';
import { closestPairs, pairsThatMoved } from './pairs.ts';
import type { SimilarityResult } from './result.ts';

const size = { width: 600, height: 400 };
const self: SimilarityResult = {
  kind: 'texts',
  inside: null,
  rows: items,
  columns: items,
  self: true,
  rowTotal: 3,
  columnTotal: 3,
  without: [],
  sides: [{ lens: 'one', values: Float32Array.of(1, 0.7, 0.8, 0.7, 1, 0.6, 0.8, 0.6, 1) }],
};
const pair: SimilarityResult = {
  ...self,
  sides: [
    self.sides[0],
    { lens: 'two', values: Float32Array.of(1, 0.9, 0.8, 0.9, 1, 0.2, 0.8, 0.2, 1) },
  ],
};
const cells = cellsOf(self, 'value', false)[0]!;
const lines = (count: number) =>
  textLines(Array.from({ length: count }, (_, i) => item(i + 1, `${i}`)));

test('no text of the user reaches Plotly, which would read it as markup', () => {
  const figures = [matrixFigure(cells, theme, size), matrixMarks(cells, ['<b>one</b>'], theme)];
  expect(JSON.stringify(figures)).not.toMatch(/two|three|[<>]/);
});

test('the range of a matrix with itself leaves out the diagonal', () => {
  const [low, high] = cells.range;
  expect(low).toBeCloseTo(0.6);
  expect(high).toBeCloseTo(0.8);
  expect(cellsOf({ ...self, self: false }, 'value', false)[0]?.range[1]).toBe(1);
  const alike = [{ lens: 'one', values: new Float32Array(9).fill(0.5) }] as const;
  expect(cellsOf({ ...self, sides: alike }, 'value', false)[0]?.range).toEqual([0, 1]);
});

test('two lenses share one scale, so that a colour means the same in both', () => {
  const [first, second] = cellsOf(pair, 'value', false);
  expect(first?.range).toEqual(second?.range);
  expect(first?.range[0]).toBeCloseTo(0.2);
  expect(first?.range[1]).toBeCloseTo(0.9);
});

test('labels of the matrix are as dense as there is room for, and no denser', () => {
  const plan = matrixPlan(cells, size);
  expect([plan.rowStep, plan.columnStep]).toEqual([1, 1]);
  const many = { ...cells, rows: lines(200) };
  const dense = matrixPlan(many, size);
  expect(dense.rowStep * dense.cellHeight).toBeGreaterThanOrEqual(13);
  expect(dense.rowStep).toBe(10);
  const steps = [20, 60, 100, 150, 200, 1000].map((count) => {
    const rows = lines(count);
    return matrixPlan({ ...cells, rows }, { width: 600, height: 230 }).rowStep;
  });
  expect(steps).toEqual([2, 5, 10, 10, 20, 100]);
});

test('the names of columns do not touch each other, however long they are', () => {
  const columns = lines(200);
  const { columnStep, cellWidth } = matrixPlan({ ...cells, columns }, { width: 496, height: 240 });
  // "A200" is 26 px wide in the face of the labels.
  expect(columnStep * cellWidth).toBeGreaterThan(30);
});

test('many lit texts have ticks at the ends of their rows, in runs, and no frame over the cells', () => {
  const rows = lines(200);
  const lit = rows.slice(10, 110).map(({ text }) => text);
  const marks = matrixMarks({ rows, columns: [] }, lit, theme);
  expect(marks).toMatchObject([{ xsizemode: 'pixel', y0: 9.5, y1: 109.5, x1: -1 }]);
  expect(matrixMarks({ rows, columns: [] }, lit.slice(0, 3), theme)).toHaveLength(3);
});

test('a narrow matrix keeps the room for its cells', () => {
  expect(matrixPlan(cells, { width: NARROW - 8, height: 300 }).left).toBeLessThan(40);
  expect(matrixPlan(cells, { width: NARROW, height: 300 }).left).toBeGreaterThan(100);
});

test('lit texts are framed in rows and columns', () => {
  expect(matrixMarks(cells, ['two & more'], theme)).toHaveLength(2);
  expect(matrixMarks(cells, ['absent'], theme)).toEqual([]);
});

test('a difference is second less first, on a scale with 0 in its middle', () => {
  const [change, ...others] = cellsOf(pair, 'value', true);
  expect(others).toEqual([]);
  const expected = [0, 0.2, 0, 0.2, 0, -0.4, 0, -0.4, 0];
  for (const [cell, value] of expected.entries()) expect(change?.values[cell]).toBeCloseTo(value);
  expect(change?.range[0]).toBeCloseTo(-0.4);
  expect(change?.range[1]).toBeCloseTo(0.4);
  expect(change).toMatchObject({ diverging: true, quantity: 'Δ cosine' });
  expect([0.2, -0.4, 0].map((value) => change?.format(value))).toEqual(['+0.20', '−0.40', '0.00']);
});

test('colours stand for ranks and deviations too, and say so', () => {
  const [ranks] = cellsOf(self, 'rank', false);
  expect(ranks).toMatchObject({ range: [0, 1], quantity: 'rank in %', diverging: false });
  expect([ranks?.values[5], ranks?.values[2]].map((value) => Math.round(value! * 100))).toEqual([
    10, 90,
  ]);
  expect(ranks?.format(0.9)).toBe('90');
  const [deviation] = cellsOf(self, 'deviation', false);
  expect(deviation).toMatchObject({ quantity: 'deviation', diverging: true });
  expect(deviation?.range[0]).toBe(-deviation!.range[1]);
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

test('the pairs that moved most are listed once each, the largest change first', () => {
  const pairs = pairsThatMoved(pair, 2);
  expect(pairs.map(({ row, column }) => [row, column])).toEqual([
    [1, 2],
    [0, 1],
  ]);
  expect(pairs[0]?.before).toBeCloseTo(0.6);
  expect(pairs[0]?.after).toBeCloseTo(0.2);
  expect(pairsThatMoved(self, 2)).toEqual([]);
});

test('numbers of the cells: two decimals, a true minus, no negative zero, only where they fit', () => {
  expect([0.714, -0.25, -0.001, 1].map(cellNumber)).toEqual(['0.71', '−0.25', '0.00', '1.00']);
  expect(numbersFit(cells, matrixPlan(cells, size))).toBe(true);
  expect(numbersFit(cells, matrixPlan(cells, { width: 300, height: 60 }))).toBe(false);
});

test('texts without a vector have dashes for cells, and come after every pair that has a cosine', () => {
  const none = Number.NaN;
  const values = Float32Array.of(none, none, none, none, 1, -0.6, none, -0.6, 1);
  const result: SimilarityResult = { ...self, sides: [{ lens: 'one', values }] };
  expect(closestPairs(result, 9)).toEqual([
    { row: 1, column: 2 },
    { row: 0, column: 1 },
    { row: 0, column: 2 },
  ]);
  const all = new Float32Array(9).fill(0.5);
  const moved = pairsThatMoved(
    { ...result, sides: [result.sides[0], { lens: 'two', values: all }] },
    9,
  );
  expect(moved.map(({ row, column }) => [row, column])).toEqual([[1, 2]]);
  for (const colour of ['value', 'unit', 'rank', 'deviation'] as const) {
    const [shown] = cellsOf(result, colour, false);
    expect(shown!.range.every(Number.isFinite)).toBe(true);
    expect(Number.isNaN(shown!.values[5]!), colour).toBe(false);
    expect(Number.isNaN(shown!.values[1]!), colour).toBe(true);
    expect(shown!.none(0, 1)).toBe('–');
  }
});
