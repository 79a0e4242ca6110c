import { expect, test } from 'vitest';
import type { EmbeddingTable } from '../encoders/canonical.ts';
import { PRECISIONS, storedTensors } from '../encoders/quantise.ts';
import { floatsOf } from '../encoders/tensors.ts';
import { storeTable } from './store-table.ts';

const ROWS = 7;
const COLUMNS = 4;
/** Rows of very different size, so that a row under another's scale is seen. */
const values = Float32Array.from(
  { length: ROWS * COLUMNS },
  (_, i) => Math.sin(i + 1) * 10 ** (Math.floor(i / COLUMNS) - 3),
);

function table(blockRows: number): { table: EmbeddingTable; asked: [number, number][] } {
  const asked: [number, number][] = [];
  return {
    asked,
    table: {
      name: 'embed.tokens',
      shape: [ROWS, COLUMNS],
      blockRows,
      async rows({ start, end }) {
        asked.push([start, end]);
        return values.slice(start * COLUMNS, end * COLUMNS);
      },
    },
  };
}

test.each(PRECISIONS)('in blocks a table is stored as it is whole: %s', async (precision) => {
  const whole = { name: 'embed.tokens', role: 'table', shape: [ROWS, COLUMNS], values } as const;
  const expected = new Map(storedTensors(whole, precision));
  for (const blockRows of [1, 3, ROWS, 100]) {
    const { tensors } = await storeTable(table(blockRows).table, precision, []);
    expect(tensors).toEqual(expected);
  }
});

test('each row is read once, and the rows asked for are kept in fp32', async () => {
  const { table: read, asked } = table(3);
  const ids = [0, 2, 3, 6];
  const { rows } = await storeTable(read, 'int8', ids);
  expect(asked).toEqual([
    [0, 3],
    [3, 6],
    [6, 7],
  ]);
  expect(rows.shape).toEqual([ids.length, COLUMNS]);
  const expected = ids.flatMap((id) => [...values.subarray(id * COLUMNS, (id + 1) * COLUMNS)]);
  expect([...floatsOf(rows)]).toEqual(expected);
});

test('a block that cannot be read ends it', async () => {
  const { table: read } = table(3);
  const broken: EmbeddingTable = {
    ...read,
    rows: async (rows) => {
      if (rows.start > 0) throw new Error('the connection broke');
      return read.rows(rows);
    },
  };
  await expect(storeTable(broken, 'int8', [])).rejects.toThrow('the connection broke');
});
