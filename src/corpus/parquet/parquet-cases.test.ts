/** The files that pyarrow wrote (training/reference/parquet_cases.py): every codec and type, against the cells it put in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTable } from '../table-file.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/parquet');
const cases = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.parquet'))
  .map((name) => name.slice(0, -'.parquet'.length));

interface Expected {
  readonly columns: Readonly<Record<string, readonly (string | null)[]>>;
  readonly notes: readonly string[];
}

test.each(cases)('%s.parquet has the cells that pyarrow wrote', async (name) => {
  const expected: Expected = JSON.parse(
    readFileSync(join(FOLDER, `${name}.expected.json`), 'utf8'),
  );
  const table = await readTable(new File([readFileSync(join(FOLDER, `${name}.parquet`))], name));
  const found = Object.fromEntries(
    table.names.map((title, column) => [title, table.rows.map((row) => row[column] ?? null)]),
  );
  for (const [title, cells] of Object.entries(expected.columns)) {
    expect(found[title], title).toEqual(cells);
  }
  expect(table.notes).toEqual(expected.notes);
  expect(table.problems.count).toBe(0);
});
