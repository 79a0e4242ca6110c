import { expect, test } from 'vitest';
import type { PlacedText } from '../../app/results.ts';
import { toTsv } from '../../widgets/tsv.ts';
import { filterMoved } from './listed.ts';
import { newNeighbours } from './movement.ts';
import type { EffectResult } from './result.ts';
import { effectRows } from './table.ts';

const item = (number: number, text: string): PlacedText => ({
  id: `t${number}`,
  text,
  place: 'A',
  number,
});
const set = { id: 0, dim: 2, count: 3, rows: new Uint32Array([0, 1, 2]) };
const result: EffectResult = {
  items: [item(1, 'A refund'), item(2, 'Two\nlines and a "quote"'), item(3, 'REFUND again')],
  without: [{ item: item(4, 'cut'), lens: 'b', why: 'cut' }],
  lenses: ['a', 'b'],
  comparison: {
    spearman: 0.25,
    cka: 0.5,
    overlap: 0.75,
    jaccard: 0.6,
    neighbours: 2,
    sampled: 3,
    moved: new Int32Array([2, 0, 1]),
    movement: new Float32Array([0.5, 0, 1]),
    shift: new Float32Array([0.125, 0.25, 0.5]),
  },
  vectors: [set, set],
  clustersOf: [String, String],
  clusters: {
    ...{ ari: 1, nmi: 1, homogeneity: 1, completeness: 1, vMeasure: 1 },
    ...{ texts: 3, rows: 1, columns: 1, counts: new Int32Array([3]) },
  },
  k: 2,
};

test('the table is one: every row has its columns, and one figure', () => {
  const [head, ...rows] = effectRows(result, (lens) => lens.toUpperCase());
  expect(head).toEqual(['From', 'To', 'Name', 'Text', 'Measure', 'Value']);
  expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([6]));
  expect(rows.every(([from, to]) => from === 'A' && to === 'B')).toBe(true);
  const values = rows.map((row) => row[5]);
  expect(values.slice(0, 6)).toEqual([0.25, 0.5, 1, 1, 0.75, 0.6]);
  expect(rows.slice(6, 8).map((row) => row.slice(2))).toEqual([
    ['A3', 'REFUND again', 'Part of its 2 nearest that is new', 1],
    ['A3', 'REFUND again', 'Mean change of its cosines, without sign', 0.5],
  ]);
  expect(rows.at(-1)!.slice(2, 4)).toEqual(['A4', 'cut']);
  expect(rows.at(-1)![4]).toMatch(/^Left out: .*all of the text was cut/);
  // A reader of quoted cells sees as many cells in each line.
  expect(toTsv([rows[10]!])).toContain('"Two\nlines and a ""quote"""');
});

test('a filter keeps the order of movement, and finds any case of letters', () => {
  const { comparison, items } = result;
  expect([...filterMoved(comparison, items, ' refund ')]).toEqual([2, 0]);
  expect([...filterMoved(comparison, items, 'nothing')]).toEqual([]);
  expect(filterMoved(comparison, items, '')).toBe(comparison.moved);
});

test('new neighbours are counted from the share that moved', () => {
  expect([0, 1, 2].map((index) => newNeighbours(result.comparison, index))).toEqual([1, 0, 2]);
});
