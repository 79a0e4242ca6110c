import { expect, it } from 'vitest';
import { kindOfCells } from './cell-kinds.ts';

it.each([
  ['numbers', ['3.5', '-2', ' 1e3 ', null, ''], 'number'],
  [
    'numbers, some missing as pandas and R write it',
    ['3.5', 'NaN', 'N/A', '-inf', '–', '4'],
    'number',
  ],
  ['days, one missing', ['2026-01-31', 'null', '2026-02-01T10:00'], 'date'],
  ['words for a missing value alone', ['NaN', 'None'], 'category'],
  ['a number and a word', ['3', 'three'], 'category'],
  ['nothing', [null, '', ' '], 'contains'],
] as const)('%s', (_, cells, kind) => {
  expect(kindOfCells(cells).kind).toBe(kind);
});

it('a category has all its values', () => {
  expect(kindOfCells(['b', 'NaN', 'a', 'b']).values).toEqual(['a', 'b', 'NaN']);
});
