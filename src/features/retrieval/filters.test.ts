import { expect, test } from 'vitest';
import { numbered } from '../../app/items.ts';
import type { Filter } from '../../app/view.ts';
import type { TextItem } from '../../workspace/workspace.ts';
import { allowedBy, filterName, kindOf } from './filters.ts';

const columns = ['topic', 'year', 'day', 'note'];
const documents: readonly TextItem[] = [
  ['orders', '2021', '2021-03-01', 'Paid in full'],
  ['travel', ' 2022.5 ', '2022-12-31T23:59:00Z', ''],
  ['orders', 'unknown', '31/12/2022', null],
  null,
  ['Orders', '-3e2', '2023-01-01 08:00', 'NOT paid'],
].map((cells, i) => ({ id: `d${i}`, text: `text ${i}`, ...(cells !== null && { cells }) }));
const items = numbered(documents, 'D');

const passing = (...filters: Filter[]) =>
  [...allowedBy({ documents, columns }, items, filters)!.entries()].flatMap(([at, one]) =>
    one === 1 ? [at] : [],
  );
const between = (kind: 'number' | 'date', column: string, from: string, to: string): Filter => ({
  ...{ kind, column, from, to },
});
const text = (kind: 'category' | 'contains', column: string, words: string): Filter => ({
  ...{ kind, column, text: words },
});

test('without a filter all pass, and the same filters give the same array', () => {
  expect(allowedBy({ documents, columns }, items, [])).toBeNull();
  const filters = [text('category', 'topic', 'orders')];
  const from = { documents, columns };
  expect(allowedBy(from, items, filters)).toBe(allowedBy(from, items, filters));
});

test('numbers and days are within both ends; a cell that is none does not pass', () => {
  expect(passing(between('number', 'year', '2021', '2022.5'))).toEqual([0, 1]);
  expect(passing(between('number', 'year', '', '0'))).toEqual([4]);
  expect(passing(between('date', 'day', '2022-12-31', '2022-12-31'))).toEqual([1]);
  expect(passing(between('date', 'day', '2022-01-01', ''))).toEqual([1, 4]);
});

test('a category is exact, words are found in any case, and all filters hold together', () => {
  expect(passing(text('category', 'topic', 'orders'))).toEqual([0, 2]);
  expect(passing(text('contains', 'note', 'PAID'))).toEqual([0, 4]);
  expect(passing(text('contains', 'note', 'paid'), between('number', 'year', '2000', ''))).toEqual([
    0,
  ]);
  expect(passing(text('contains', 'a column that is gone', 'x'))).toEqual([]);
});

test('a blank document takes no number away from those after it', () => {
  const list = [{ id: 'blank', text: ' ' }, ...documents];
  const only = allowedBy({ documents: list, columns }, numbered(list, 'D'), [
    text('category', 'topic', 'travel'),
  ]);
  expect([...only!]).toEqual([0, 1, 0, 0, 0]);
});

test('what a column holds is guessed from its cells', () => {
  const of = (...cells: (string | null)[]) =>
    kindOf(
      {
        documents: cells.map((cell, i) => ({ id: `${i}`, text: 'x', cells: [cell] })),
        columns: ['c'],
      },
      'c',
    );
  expect(of('1', '', '-2.5', null).kind).toBe('number');
  expect(of('2024-01-31', '2024-02-01T10:00').kind).toBe('date');
  expect(of('b', 'a', 'b', '7')).toEqual({ kind: 'category', values: ['7', 'a', 'b'] });
  expect(of(...Array.from({ length: 60 }, (_, i) => `word ${i}`)).kind).toBe('contains');
  expect(of('', null).kind).toBe('contains');
});

test('a filter is named in words', () => {
  expect(filterName(between('number', 'year', '2019', '2021'))).toBe('year: 2019 to 2021');
  expect(filterName(between('number', 'year', '', '2021'))).toBe('year: up to 2021');
  expect(filterName(between('date', 'day', '2021-01-01', ''))).toBe('day: from 2021-01-01');
  expect(filterName(text('contains', 'note', 'paid'))).toBe('note contains “paid”');
});
