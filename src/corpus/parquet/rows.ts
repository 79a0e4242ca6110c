/** Decodes a Parquet file, row group by row group and column by column, to rows of cells. */
import {
  type AsyncBuffer,
  type DecodedArray,
  type FileMetaData,
  parquetRead,
  type RowGroup,
  type SchemaTree,
} from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { compressors } from 'hyparquet-compressors';
import { DataError } from '../../lib/data-error.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';
import { isolated } from '../../lib/isolate.ts';
import { JsonColumns } from '../tables/json-cells.ts';
import { bytesOf } from '../tables/source.ts';
import { damaged, GROUP_LIMIT, largeGroup, openParquet, type ParquetFile } from './footer.ts';
import type { ReadParquet } from './protocol.ts';
import { columnValues, withRawTypes } from './values.ts';

/** Rows and characters that are handed on at once: some milliseconds' work where they arrive. */
const BATCH_ROWS = 2_000;
const BATCH_CHARACTERS = 1_000_000;

/**
 * Reads the rows of a file in batches. A row group that is damaged is a problem, and those after it are read.
 * @returns What is known at the end: the names of the columns, in the order of the cells.
 * @throws DataError that names what is wrong with the whole file; AbortError.
 */
export const parquetRows: ReadParquet = async function* ({ blob, name }, signal) {
  const file = await openParquet(blob, name);
  const fields = new JsonColumns();
  const metadata = withRawTypes(file.metadata, file.columns);
  const problems: { line: number; reason: string }[] = [];
  let [start, read] = [0, 0];
  let first: unknown = null;
  for (const [at, group] of metadata.row_groups.entries()) {
    const rows = Number(group.num_rows);
    try {
      const columns = await decodeGroup(file, metadata, at, signal);
      for (const batch of batches(columns, rows, fields)) {
        read += batch.length;
        yield { rows: batch, done: read / file.rows };
      }
    } catch (error) {
      if (isAbort(error)) throw error;
      first ??= error;
      const last = (start + rows).toLocaleString('en');
      problems.push({
        line: start + 1,
        reason: `the rows up to ${last} are left out, since they cannot be decoded: ${messageOf(error)}`,
      });
    }
    start += rows;
    signal?.throwIfAborted();
  }
  if (read === 0 && first !== null) {
    throw first instanceof DataError ? first : damaged(name, messageOf(first));
  }
  return { names: fields.names, problems, notes: [...file.notes, ...fields.notes()] };
};

interface DecodedColumn {
  readonly name: string;
  /** Plain values, one a row. */
  readonly values: readonly unknown[];
}

/**
 * Decodes the columns of `file` in one row group.
 * @throws DataError for a group that is larger than it claims; other errors for damaged values.
 */
export async function decodeGroup(
  file: ParquetFile,
  metadata: FileMetaData,
  at: number,
  signal: AbortSignal | undefined,
): Promise<readonly DecodedColumn[]> {
  const group = metadata.row_groups[at]!;
  const which = `row group ${at + 1} of ${metadata.row_groups.length}`;
  const only: FileMetaData = { ...metadata, row_groups: [group], num_rows: group.num_rows };
  const decoded: DecodedColumn[] = [];
  let unpacked = 0;
  for (const column of file.columns) {
    signal?.throwIfAborted();
    const values = await inColumn(column, async () => {
      const buffer = await chunkBuffer(file, group, column, (bytes) => {
        unpacked += bytes;
        if (unpacked > GROUP_LIMIT) throw largeGroup(file.name, which, unpacked);
      });
      return decodeColumn(buffer, only, column);
    });
    if (values.length !== Number(group.num_rows)) {
      throw new Error(`${shown(column)} has ${values.length} values for ${group.num_rows} rows`);
    }
    decoded.push({ name: column.element.name, values });
  }
  return decoded;
}

/** Names the column in an error of its decoding. */
async function inColumn<Value>(column: SchemaTree, decode: () => Promise<Value>): Promise<Value> {
  try {
    return await decode();
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new Error(`${shown(column)}: ${messageOf(error)}`);
  }
}

function shown({ element }: SchemaTree): string {
  return `the column “${isolated(element.name.slice(0, 100))}”`;
}

async function decodeColumn(
  file: AsyncBuffer,
  metadata: FileMetaData,
  column: SchemaTree,
): Promise<readonly unknown[]> {
  const { parsers, plain } = columnValues(column);
  const values: unknown[] = [];
  const chunks: { readonly from: number; readonly data: DecodedArray }[] = [];
  await parquetRead({
    file,
    metadata,
    columns: [column.element.name],
    compressors,
    parsers,
    // Bytes that are no text must not become one.
    utf8: false,
    geoparquet: false,
    onChunk: ({ columnData, rowStart }) => chunks.push({ from: rowStart, data: columnData }),
  });
  // The callbacks come in microtasks after the last page.
  await Promise.resolve();
  for (const { from, data } of chunks) {
    if (from !== values.length) throw new Error('values are missing');
    for (const value of data) values.push(plain(value));
  }
  return values;
}

/**
 * The bytes of a column in a group, whose pages are checked: none is decoded that claims more values or bytes than its
 * column has.
 */
async function chunkBuffer(
  { blob, name }: ParquetFile,
  group: RowGroup,
  column: SchemaTree,
  onPage: (unpacked: number) => void,
): Promise<AsyncBuffer> {
  const chunks: { readonly start: number; readonly bytes: Uint8Array<ArrayBuffer> }[] = [];
  for (const { meta_data: meta } of group.columns) {
    if (meta?.path_in_schema[0] !== column.element.name) continue;
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const bytes = await bytesOf(name, blob, start, start + Number(meta.total_compressed_size));
    chunks.push({ start, bytes });
    const reader = { view: new DataView(bytes.buffer), offset: 0 };
    let values = 0;
    while (reader.offset < bytes.length - 1 && values < Number(meta.num_values)) {
      const page = parquetHeader(reader);
      const { compressed_page_size: packed, uncompressed_page_size: unpacked } = page;
      const data = page.data_page_header_v2 ?? page.data_page_header;
      const held = (data ?? page.dictionary_page_header)?.num_values ?? 0;
      if (data !== undefined) values += held;
      const fits = packed >= 0 && reader.offset + packed <= bytes.length;
      const most = data === undefined ? 8 * unpacked : Number(meta.num_values);
      if (!fits || !(unpacked >= 0) || !(held >= 0 && held <= most)) {
        throw new Error('a page claims more than is there');
      }
      reader.offset += packed;
      onPage(unpacked);
    }
  }
  return {
    byteLength: blob.size,
    slice: async (start, end = blob.size) => {
      const chunk = chunks.find((one) => one.start <= start && end <= one.start + one.bytes.length);
      if (chunk !== undefined) {
        return chunk.bytes.buffer.slice(start - chunk.start, end - chunk.start);
      }
      return (await bytesOf(name, blob, start, end)).buffer;
    },
  };
}

/** Rows of cells, some thousand at once. */
function* batches(
  columns: readonly DecodedColumn[],
  rows: number,
  fields: JsonColumns,
): Generator<(string | null)[][], void> {
  let batch: (string | null)[][] = [];
  let characters = 0;
  for (let at = 0; at < rows; at++) {
    const row = fields.rowOf(columns.map(({ name, values }) => [name, values[at]] as const));
    for (const cell of row) characters += cell?.length ?? 0;
    batch.push(row);
    if (batch.length === BATCH_ROWS || characters > BATCH_CHARACTERS) {
      yield batch;
      batch = [];
      characters = 0;
    }
  }
  if (batch.length > 0) yield batch;
}
