/** Parquet files that are cut, damaged, or claim what cannot be: refused by name, or read but for what is lost. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FileMetaData, parquetMetadata } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { expect, test } from 'vitest';
import { DataError } from '../../lib/data-error.ts';
import { readTable } from '../table-file.ts';
import { GROUP_LIMIT, openParquet } from './footer.ts';

const bytes = new Uint8Array(
  readFileSync(join(import.meta.dirname, '../fixtures/parquet/flat-groups.parquet')),
);

const file = (content: Uint8Array<ArrayBuffer>) => new File([content], 'a.parquet');

/** The file of three row groups with another footer. */
function withFooter(change: (metadata: FileMetaData) => FileMetaData): Uint8Array<ArrayBuffer> {
  const { metadata_length: length, ...metadata } = parquetMetadata(bytes);
  const writer = new ByteWriter();
  writer.appendBytes(bytes.subarray(0, bytes.length - 8 - length));
  writeMetadata(writer, change({ ...metadata, metadata_length: length }));
  return new Uint8Array([...new Uint8Array(writer.getBuffer()), 0x50, 0x41, 0x52, 0x31]);
}

/** The file whose column of texts in the second row group claims something else. */
function withChunk(claim: object): Uint8Array<ArrayBuffer> {
  return withFooter((metadata) => {
    const [first, second, third] = metadata.row_groups;
    const [text, ...others] = second!.columns;
    const changed = { ...text!, meta_data: { ...text!.meta_data!, ...claim } };
    return {
      ...metadata,
      row_groups: [first!, { ...second!, columns: [changed, ...others] }, third!],
    };
  });
}

/** The file with other bytes at a place. */
function patched(at: number, ...values: number[]): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  copy.set(values, at < 0 ? copy.length + at : at);
  return copy;
}

test('the footer that the tests change is read as it was', async () => {
  const table = await readTable(file(withFooter((metadata) => metadata)));
  expect(table.rows).toHaveLength(5);
  expect(table.problems.count).toBe(0);
});

test.each<[string, Uint8Array<ArrayBuffer>, string]>([
  ['a cut end', bytes.slice(0, -20), 'cut or damaged: its end is missing'],
  ['nothing but its beginning', bytes.slice(0, 4), 'it has only 4 bytes'],
  [
    'a footer longer than the file',
    patched(-8, 0xff, 0xff, 0xff, 0x0f),
    '268,435,455 bytes, more than the file',
  ],
  ['a footer of noise', patched(-40, ...Array(32).fill(0xff)), 'footer'],
  ['an encrypted footer', patched(-4, 0x50, 0x41, 0x52, 0x45), 'is an encrypted Parquet file'],
  [
    'a column that lies outside it',
    withChunk({ data_page_offset: 1n << 40n, dictionary_page_offset: undefined }),
    'the column “text” of row group 2 of 3 lies outside the file',
  ],
  [
    'a negative size',
    withChunk({ total_uncompressed_size: -1n }),
    'the column “text” of row group 2 of 3 has no size',
  ],
  [
    'a group that does not fit',
    withChunk({ total_uncompressed_size: BigInt(GROUP_LIMIT) }),
    'has 256 MB in row group 2 of 3 once it is unpacked, and at most 256 MB are read at once',
  ],
  [
    'very many values',
    withChunk({ num_values: 1n << 40n }),
    '1,099,511,627,776 values in the column “text” of row group 2 of 3',
  ],
  [
    'very many columns',
    withFooter((metadata) => ({
      ...metadata,
      schema: [
        { name: 'root', num_children: 300_000 },
        ...Array(300_000).fill({ name: 'c', type: 'INT32', repetition_type: 'OPTIONAL' }),
      ],
      row_groups: [],
    })),
    'a.parquet has 300,001 columns, and at most 1,000 are read',
  ],
  [
    'more rows than are read',
    withFooter((metadata) => ({
      ...metadata,
      row_groups: metadata.row_groups.map((group) => ({ ...group, num_rows: 1_000_000n })),
    })),
    'more than 1,000,000 rows',
  ],
])('with %s is refused by name before it is decoded', async (_what, content, message) => {
  const refused = readTable(file(content));
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toThrow('a.parquet');
  await expect(refused).rejects.toBeInstanceOf(DataError);
});

test('with one damaged row group keeps the rows of the others', async () => {
  const { row_groups: groups } = parquetMetadata(bytes);
  const { dictionary_page_offset: at } = groups[1]!.columns[0]!.meta_data!;
  const table = await readTable(file(patched(Number(at), ...Array(40).fill(0xff))));
  expect(table.rows.map(([text]) => text)).toEqual(['The kettle whistles.', '', '𝔘nicode ✓']);
  expect(table.problems.count).toBe(1);
  expect(table.problems.listed[0]?.line).toBe(3);
  expect(table.problems.listed[0]?.reason).toMatch(
    /^the rows up to 4 are left out, since .*“text”/,
  );
});

test('whose pages claim more than the footer are not decoded', async () => {
  // A page whose size is zigzag-coded as two billion, in place of a few dozen bytes.
  const { row_groups: groups } = parquetMetadata(bytes);
  const at = Number(groups[0]!.columns[0]!.meta_data!.dictionary_page_offset);
  const huge = patched(at, 0x15, 0x04, 0x15, 0xfe, 0xff, 0xff, 0xff, 0x0f, 0x15, 0x20, 0x00);
  const table = await readTable(file(huge));
  expect(table.rows).toHaveLength(3);
  expect(table.problems.listed[0]?.reason).toMatch(/MB in row group 1|claims more/);
});

test('with random damage in its footer is opened or refused, and never fails otherwise', async () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % below;
  };
  const { metadata_length: length } = parquetMetadata(bytes);
  for (let round = 0; round < 200; round++) {
    const copy = bytes.slice();
    for (let hit = 0; hit <= round % 4; hit++) {
      copy[copy.length - 8 - length + random(length)] = random(256);
    }
    const opened = openParquet(file(copy), 'a.parquet');
    await opened.catch((error: unknown) => expect(error).toBeInstanceOf(DataError));
  }
});
