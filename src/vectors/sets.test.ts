import { expect, test } from 'vitest';
import { vectorSet } from './sets.ts';
import { NO_ROW } from './types.ts';
import type { EmbeddedText } from './vector-cache.ts';

const entry = (row: number, without: EmbeddedText['without'] = null): EmbeddedText => ({
  row,
  dim: 2,
  tokens: 1,
  masked: 0,
  truncated: false,
  without,
  unread: null,
  refused: null,
});

test('the same rows in the same order are the same set, whatever list they come in', () => {
  const set = vectorSet([entry(3), entry(5, 'fused'), entry(4)]);
  expect(set).toMatchObject({ dim: 2, count: 3, rows: Uint32Array.of(3, NO_ROW, 4) });
  const list = [entry(3), entry(6, 'zero'), entry(4)];
  expect(vectorSet(list)).toBe(set);
  expect(vectorSet(list)).toBe(set);
  expect(vectorSet([entry(4), entry(5, 'fused'), entry(3)]).id).not.toBe(set.id);
  expect(vectorSet([entry(3), entry(5), entry(4)]).id).not.toBe(set.id);
  expect(vectorSet([entry(3), entry(5, 'fused')]).id).not.toBe(set.id);
});

test('sets of different rows never share a number', () => {
  const ids = Array.from({ length: 40 }, (_, row) => vectorSet([entry(row)]).id);
  expect(new Set(ids).size).toBe(40);
  // One that is long out of use may get a new number, and then its rows are fetched again.
  expect(vectorSet([entry(0)]).rows).toEqual(Uint32Array.of(0));
});
