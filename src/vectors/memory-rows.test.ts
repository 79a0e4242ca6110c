import { expect, test } from 'vitest';
import { MemoryRows } from './memory-rows.ts';
import { NO_ROW, VectorsError } from './types.ts';

/** `count` rows of width 2, row n of which is [n, −n]. */
const block = (count: number, from = 0) =>
  Float32Array.from({ length: 2 * count }, (_, at) => {
    const row = from + Math.floor(at / 2);
    return at % 2 === 0 ? row : -row;
  });
const gather = (store: MemoryRows, ...rows: number[]) =>
  Array.from(store.gather({ rows: Uint32Array.from(rows), count: rows.length, dim: 2 }));

test('an array that is handed over is kept as it is, and its rows are found by number', () => {
  const store = new MemoryRows();
  const first = block(3);
  expect(store.add(first, 2)).toBe(0);
  expect(store.add(block(2, 3), 2)).toBe(3);
  expect(store.bytes).toBe(5 * 2 * 4);
  expect(gather(store, 4, 0, 1, 2, 3)).toEqual([4, -4, 0, -0, 1, -1, 2, -2, 3, -3]);
  first[2] = 9;
  expect(gather(store, 1)).toEqual([9, -1]);
});

test('a text without a vector of its own is a row of zeros', () => {
  const store = new MemoryRows();
  store.add(block(2, 5), 2);
  expect(gather(store, 0, NO_ROW, 1)).toEqual([5, -5, 0, 0, 6, -6]);
  expect(gather(store, NO_ROW)).toEqual([0, 0]);
});

test('what is freed is gone, and memory with it; the others keep their numbers', () => {
  const store = new MemoryRows();
  store.add(block(6), 2);
  store.add(block(2, 6), 2);
  store.free(Uint32Array.of(0, 2));
  expect(store.bytes).toBe(8 * 8);
  expect(gather(store, 1, 3, 4, 5)).toEqual([1, -1, 3, -3, 4, -4, 5, -5]);
  expect(() => gather(store, 2)).toThrow(VectorsError);
  expect(() => gather(store, 1, 2)).toThrow('Vector 2 is no longer kept');
  // Half of the block is gone: what is left is copied together.
  store.free(Uint32Array.of(4, 4, 0));
  expect(store.bytes).toBe(5 * 8);
  expect(gather(store, 5, 1, 3, 7)).toEqual([5, -5, 1, -1, 3, -3, 7, -7]);
  store.free(Uint32Array.of(1, 3, 5, 99, NO_ROW));
  expect(store.bytes).toBe(2 * 8);
  expect(gather(store, 6, 7)).toEqual([6, -6, 7, -7]);
  expect(() => gather(store, 5)).toThrow('Vector 5 is no longer kept');
  // No number comes twice.
  expect(store.add(block(1, 8), 2)).toBe(8);
});

test('rows of different widths live side by side, and are not mixed up', () => {
  const store = new MemoryRows();
  store.add(block(1), 2);
  const wide = store.add(Float32Array.of(1, 2, 3), 3);
  expect(() => gather(store, 0, wide)).toThrow('Vector 1 has 3 values, not 2');
  expect(() => store.add(new Float32Array(5), 2)).toThrow('5 values are no whole number of rows');
  expect(store.add(new Float32Array(0), 2)).toBe(2);
});
