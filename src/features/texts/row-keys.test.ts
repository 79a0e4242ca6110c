import { expect, test } from 'vitest';
import { rowAfter, rowInPlaceOf } from './row-keys.ts';

test('arrows, pages, Home and End go through the rows and stop at their ends', () => {
  const from = (at: number) => (key: string) =>
    rowAfter(
      { key, ctrlKey: false, metaKey: false, shiftKey: false },
      { at, count: 2000, page: 20 },
    );
  const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'Tab', 'a'];
  expect(keys.map(from(100))).toEqual([101, 99, 120, 80, 0, 1999, null, null]);
  expect(keys.map(from(0))).toEqual([1, 0, 20, 0, 0, 1999, null, null]);
  expect(keys.map(from(1999))).toEqual([1999, 1998, 1999, 1979, 0, 1999, null, null]);
});

test('the row after one that goes takes its place, else the one before', () => {
  expect(rowInPlaceOf(0, 3)).toBe(1);
  expect(rowInPlaceOf(2, 3)).toBe(1);
  expect(rowInPlaceOf(0, 1)).toBe(null);
});
