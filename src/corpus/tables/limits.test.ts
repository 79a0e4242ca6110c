import { expect, test } from 'vitest';
import { TableRows } from './limits.ts';

test('a missing value counts as a quarter of a cell: rows of few cells under many names fill the memory too', () => {
  const row = Array.from({ length: 1000 }, (_, i) => (i < 8 ? 'a' : null));
  const rows = new TableRows('a.jsonl');
  // 8 + 992 / 4 cells a row.
  const most = Math.floor(20_000_000 / 256);
  for (let i = 0; i < most; i++) rows.add(row);
  expect(() => rows.add(row)).toThrow('a.jsonl has more than 20,000,000 cells');
  expect(rows.all).toHaveLength(most);
});
