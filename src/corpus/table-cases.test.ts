/** One loop over `fixtures/tables`: each file stands beside its expected reading. A new case is such a pair. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DataError } from '../lib/data-error.ts';
import {
  guessColumns,
  guessSettings,
  guessSurplus,
  openTableSource,
  readSource,
  tableTexts,
} from './table-file.ts';

const FOLDER = join(import.meta.dirname, 'fixtures/tables');
const EXPECTED = '.expected.json';

const cases = readdirSync(FOLDER)
  .filter((name) => name.endsWith(EXPECTED))
  .map((name) => name.slice(0, -EXPECTED.length));

/**
 * Expected reading. `names` and `texts` give only their beginning and the last text; ordinary settings and
 * what is ordinary in the reading may be left out.
 */
interface Expected {
  readonly error?: string;
  readonly names: readonly string[];
  readonly texts: readonly unknown[];
  readonly settings: object;
  readonly [field: string]: unknown;
}

const ORDINARY = {
  settings: {
    format: 'separated',
    encoding: 'utf-8',
    separator: ',',
    quote: '"',
    skip: 0,
    header: true,
    place: null,
  },
  dropped: 0,
  blank: 0,
  problems: [],
  notes: [],
  places: [],
  label: null,
  surplus: 'keep',
  unsure: false,
};

test.each(cases)('%s is read as a spreadsheet shows it, or refused by name', async (name) => {
  const expected: Expected = JSON.parse(readFileSync(join(FOLDER, name + EXPECTED), 'utf8'));
  const file = new File([readFileSync(join(FOLDER, name))], name);
  if (expected.error !== undefined) {
    await expect(read(file)).rejects.toThrow(new DataError(expected.error));
    return;
  }
  const found = await read(file);
  const { length } = expected.texts;
  const texts =
    found.texts.length > length
      ? [...found.texts.slice(0, length - 1), found.texts.at(-1)]
      : found.texts;
  expect({ ...found, names: found.names.slice(0, expected.names.length), texts }).toEqual({
    ...ORDINARY,
    ...expected,
    settings: { ...ORDINARY.settings, ...expected.settings },
  });
});

async function read(file: File) {
  const source = await openTableSource(file);
  const { reasons, ...settings } = await guessSettings(source);
  const table = await readSource(source, settings);
  const columns = guessColumns(table);
  const surplus = guessSurplus(table, columns);
  const { items, dropped } = tableTexts(table, columns, surplus, settings.separator);
  return {
    settings,
    names: table.names,
    rows: table.rows.length,
    // Their rows are those of the table.
    texts: items.map(({ row: _, ...item }) => item),
    dropped,
    blank: table.blank,
    problems: table.problems.listed,
    notes: table.notes,
    places: table.places,
    surplus,
    unsure: reasons.header === 'unsure',
    text: table.names[columns.text] ?? null,
    label: columns.label === null ? null : (table.names[columns.label] ?? null),
  };
}
