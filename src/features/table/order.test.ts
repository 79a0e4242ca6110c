import { expect, test } from 'vitest';
import { orderRows, type Sort } from './order.ts';
import type { TableResult } from './result.ts';

const row = (id: string, text: string, cells: (string | null)[], label?: string) => ({
  ...{ id, text, cells, place: 'A' as const, number: 1 },
  ...(label !== undefined && { label }),
});
const table: TableResult = {
  columns: ['priority', 'shop'],
  labelled: true,
  rows: [
    row('0', 'Refund please', ['10', 'Berlin'], 'money'),
    row('1', 'the app crashes', ['9', null]),
    row('2', 'App is slow', [null, 'Ähnlich'], 'speed'),
    row('3', 'No refund', ['-1', 'berlin']),
  ],
};
const order = async (typed: string, sort: Sort | null = null) => {
  const found = await orderRows(table, typed, sort, new AbortController().signal);
  return found === null ? null : [...found];
};

test('rows are found by words of their text, label and cells', async () => {
  expect(await order('refund')).toEqual([0, 3]);
  expect(await order('app')).toEqual([1, 2]);
  expect(await order('berl refund')).toEqual([0, 3]);
  expect(await order('speed')).toEqual([2]);
  expect(await order('')).toBeNull();
});

test('they sort by what a column is: numbers by size, words by their letters, what is empty last', async () => {
  expect(await order('', { key: 0, descending: false })).toEqual([3, 1, 0, 2]);
  expect(await order('', { key: 0, descending: true })).toEqual([0, 1, 3, 2]);
  expect(await order('', { key: 1, descending: false })).toEqual([2, 0, 3, 1]);
  expect(await order('refund', { key: 'text', descending: false })).toEqual([3, 0]);
  expect(await order('', { key: 'label', descending: true })).toEqual([2, 0, 1, 3]);
});
