/**
 * Writes an export in every format into a folder, and beside it what a reader must find: training/tests/test_exports.py
 * compares bit by bit. `tsx scripts/export-sample.ts FOLDER`
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePairs } from '../src/cli/pairs.ts';
import { ROW_FORMATS, VECTOR_FORMATS } from '../src/exports/files.ts';
import { BLOBS } from '../src/exports/places.ts';
import { writeExport } from '../src/exports/service.ts';
import type { Column, ExportTable, Manifest, ReadRows } from '../src/exports/types.ts';
import { pythonSnippet } from '../src/features/exports/python.ts';
import { seededRandom } from '../src/lib/random.ts';
import { NO_ROW } from '../src/vectors/types.ts';

/** More than one block of rows. */
const COUNT = 6_001;
const DIMS = { vector_topic: 5, vector_tone: 3, vector_signs: 2 } as const;
/** Texts that a writer may spoil. */
const TEXTS = [
  '=1+1',
  '-5',
  'a,b;c\td',
  'He said "no"\r\nand left\n',
  ' spaces ',
  '',
  'Grüße, 世界 👩‍👩‍👧 \u0000 \u2028',
  'null',
  '{"a": [1]}',
];
/** Values of which a decimal or a dictionary may lose a bit. */
const VALUES = [
  0,
  -0,
  1e-45,
  -1e-45,
  3.4028234663852886e38,
  0.1,
  1 / 3,
  16777217,
  -1.1754943508222875e-38,
];

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: tsx scripts/export-sample.ts FOLDER');
mkdirSync(folder, { recursive: true });

const random = seededRandom(1);
const bits = new Uint32Array(1);
const asFloat = new Float32Array(bits.buffer);
/** Any finite float32. */
const anyValue = () => {
  if (random() < 0.2) return VALUES[Math.floor(random() * VALUES.length)]!;
  do bits[0] = Math.floor(random() * 2 ** 32);
  while (!Number.isFinite(asFloat[0]!));
  return asFloat[0]!;
};
const stored = new Map<number, Float32Array>(
  Object.values(DIMS).map((dim) => [
    dim,
    // Few values, of which a writer may make a dictionary.
    Float32Array.from(
      { length: COUNT * dim },
      dim === 2 ? () => (random() < 0.5 ? 0 : -0) : anyValue,
    ),
  ]),
);
const read: ReadRows = async (rows, dim) => {
  const gathered = new Float32Array(rows.length * dim);
  const all = stored.get(dim)!;
  for (const [at, row] of rows.entries()) {
    if (row !== NO_ROW) gathered.set(all.subarray(row * dim, (row + 1) * dim), at * dim);
  }
  return gathered;
};

const columns: Column[] = [
  { name: 'id', kind: 'text', values: Array.from({ length: COUNT }, (_, row) => `id ${row}`) },
  {
    name: 'text',
    kind: 'text',
    values: Array.from({ length: COUNT }, (_, row) => TEXTS[row % TEXTS.length]!),
  },
  {
    name: 'label',
    kind: 'text',
    values: Array.from({ length: COUNT }, (_, row) => (row % 3 === 0 ? null : `class ${row % 3}`)),
  },
  {
    name: 'cluster',
    kind: 'integer',
    values: Array.from({ length: COUNT }, (_, row) => (row % 7 === 0 ? null : row % 7)),
  },
  { name: 'x', kind: 'number', values: Array.from({ length: COUNT }, (_, row) => row / 3 - 1) },
  { name: '__proto__', kind: 'text', values: Array.from({ length: COUNT }, () => 'data') },
];
// Rows in another order than that of the store, and some without a vector.
const rows = Uint32Array.from({ length: COUNT }, (_, row) =>
  row % 10 === 4 ? NO_ROW : (row * 19) % COUNT,
);
const table: ExportTable = {
  count: COUNT,
  columns,
  vectors: Object.entries(DIMS).map(([name, dim]) => ({ name, dim, rows })),
};
const manifest: Manifest = {
  format: 'facet-export',
  version: 1,
  model: { name: 'sample', revision: 'abc', precision: 'int8' },
  lenses: [{ name: 'Topic', instruction: 'Represent the “topic”: ' }],
};
const how = { signal: new AbortController().signal, onProgress: () => {} };
const save = async (format: (typeof VECTOR_FORMATS)[number], of: ExportTable, base: string) => {
  for (const { name, content } of await writeExport(
    { format, table: of, base, manifest },
    read,
    BLOBS,
    how,
  )) {
    writeFileSync(join(folder, name), new Uint8Array(await content!.arrayBuffer()));
  }
};
for (const format of VECTOR_FORMATS) await save(format, table, `sample-${format}`);
for (const format of ROW_FORMATS) await save(format, { ...table, vectors: [] }, `rows-${format}`);

const expected = {
  count: COUNT,
  columns,
  dims: DIMS,
  without: [...rows].map((row) => row === NO_ROW),
  manifest,
};
writeFileSync(join(folder, 'expected.json'), JSON.stringify(expected));
for (const [name, dim] of Object.entries(DIMS)) {
  writeFileSync(
    join(folder, `expected.${name}.f32`),
    new Uint8Array((await read(rows, dim)).buffer),
  );
}

// "Copy as Python" of a small checkpoint, whose vectors of these rows are known.
const golden = join(import.meta.dirname, '../training/goldens');
const file = join(golden, 'pairs.jsonl');
const pairs = parsePairs(file, readFileSync(file, 'utf8'));
const rowsOf = (wanted: string) =>
  pairs.flatMap(([instruction], at) => (instruction === wanted ? [at] : []));
const [asked] = pairs
  .filter(([instruction]) => instruction !== '')
  .reduce((a, b) => (rowsOf(b[0]).length > rowsOf(a[0]).length ? b : a));
// Texts that stand in the snippet itself.
const places = rowsOf(asked).slice(0, 20);
const snippet = pythonSnippet(
  {
    name: join(golden, 't5-no-dense/model'),
    revision: null,
    input: { package: 'instructor', instruction: 'masked' },
    precision: 'int8',
  },
  new Map([['lens', asked]]),
  places.map((at) => pairs[at]![1]),
  'unused.jsonl',
);
writeFileSync(join(folder, 'snippet.py'), snippet);
writeFileSync(join(folder, 'snippet-rows.json'), JSON.stringify(places));
