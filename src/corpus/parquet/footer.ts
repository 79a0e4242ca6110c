/** Opens a Parquet file: checks its footer, and what the footer claims, before any value is decoded. */
import { type FileMetaData, parquetMetadata, parquetSchema, type SchemaTree } from 'hyparquet';
import { DataError } from '../../lib/data-error.ts';
import { isolated } from '../../lib/isolate.ts';
import { COLUMN_LIMIT, checkRows } from '../tables/limits.ts';
import { bytesOf } from '../tables/source.ts';

/** Most bytes of a row group once it is unpacked: a group is decoded as a whole, beside the rows that are kept. */
export const GROUP_LIMIT = 256_000_000;
/** Most values of a column in a row group, also of those within lists. */
const VALUE_LIMIT = 20_000_000;
/** Most bytes of the footer: it describes each column of each row group in some hundred bytes. */
const FOOTER_LIMIT = 16_000_000;
/** From so many numbers a row on, a list is a vector, not a cell that a person reads. */
const VECTOR = 64;
/** Bytes at both ends: "PAR1", and at the end also the footer's length. */
const [START, END] = [4, 8];

export interface ParquetFile {
  /** The file's name, as messages show it. */
  readonly name: string;
  readonly blob: Blob;
  readonly metadata: FileMetaData;
  /** Top-level columns of lists of fractions, which may be vectors. */
  readonly lists: readonly SchemaTree[];
  /** Top-level columns that are read. */
  readonly columns: readonly SchemaTree[];
  readonly rows: number;
  /** Sentences about columns that are left out. */
  readonly notes: readonly string[];
}

/**
 * @param name The file's name, isolated.
 * @throws DataError that names the file and what is wrong with it.
 */
export async function openParquet(blob: Blob, name: string): Promise<ParquetFile> {
  const metadata = await readFooter(blob, name);
  // hyparquet builds a tree of the whole schema: not of one that is refused.
  if (metadata.schema.length > 4 * COLUMN_LIMIT) throw manyColumns(name, metadata.schema.length);
  let top: readonly SchemaTree[];
  try {
    top = parquetSchema(metadata).children;
  } catch {
    throw damaged(name, 'its list of columns is not whole');
  }
  if (top.length > COLUMN_LIMIT) throw manyColumns(name, top.length);
  const rows = checkGroups(blob, name, metadata);
  checkRows(name, rows);
  const notes: string[] = [];
  const seen = new Set<string>();
  const columns = top.filter((column) => {
    const { name: title } = column.element;
    const shown = `“${isolated(title.slice(0, 100))}”`;
    if (seen.has(title)) notes.push(`A second column ${shown} is left out.`);
    else if (isVector(column, metadata, rows)) {
      notes.push(`The column ${shown} holds vectors of numbers and is left out.`);
    } else {
      seen.add(title);
      return true;
    }
    return false;
  });
  return { name, blob, metadata, lists: top.filter(isList), columns, rows, notes };
}

async function readFooter(blob: Blob, name: string): Promise<FileMetaData> {
  const { size } = blob;
  if (size < START + END) throw damaged(name, `it has only ${size} bytes`);
  const end = await bytesOf(name, blob, size - END);
  const magic = String.fromCharCode(...end.subarray(4));
  if (magic === 'PARE') {
    throw new DataError(`${name} is an encrypted Parquet file: write it without encryption.`);
  }
  if (magic !== 'PAR1') throw damaged(name, 'its end is missing');
  const length = new DataView(end.buffer, end.byteOffset).getUint32(0, true);
  if (length > size - START - END) {
    throw damaged(
      name,
      `its footer should have ${length.toLocaleString('en')} bytes, more than the file`,
    );
  }
  if (length > FOOTER_LIMIT) {
    throw new DataError(
      `${name} has a footer of ${megabytes(length)} MB, and at most ${megabytes(FOOTER_LIMIT)} MB are read: it has too many columns or row groups. Write it with fewer.`,
    );
  }
  const footer = await bytesOf(name, blob, size - END - length);
  try {
    return parquetMetadata(footer, { geoparquet: false });
  } catch {
    throw damaged(name, 'its footer cannot be read');
  }
}

/** @returns Number of rows. @throws DataError for row groups that are too large, or that claim what cannot be. */
function checkGroups(blob: Blob, name: string, { row_groups: groups }: FileMetaData): number {
  let rows = 0;
  for (const [at, { columns, num_rows }] of groups.entries()) {
    const which = `row group ${at + 1} of ${groups.length}`;
    const count = Number(num_rows ?? -1);
    if (!(count >= 0)) throw damaged(name, `${which} does not say how many rows it has`);
    rows += count;
    let bytes = 0;
    for (const { meta_data: chunk, file_path } of columns) {
      if (file_path !== undefined) {
        throw new DataError(`${name} keeps its columns in other files: write it as one file.`);
      }
      if (chunk === undefined) throw damaged(name, `${which} does not say where its columns are`);
      const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
      const length = Number(chunk.total_compressed_size);
      const unpacked = Number(chunk.total_uncompressed_size);
      const values = Number(chunk.num_values);
      const column = `the column “${isolated(chunk.path_in_schema.join('.').slice(0, 100))}” of ${which}`;
      if (!(start >= START && length >= 0 && start + length <= blob.size - END)) {
        throw damaged(name, `${column} lies outside the file`);
      }
      if (!(unpacked >= 0 && values >= 0)) throw damaged(name, `${column} has no size`);
      if (values > VALUE_LIMIT) {
        throw new DataError(
          `${name} has ${values.toLocaleString('en')} values in ${column}, and at most ${VALUE_LIMIT.toLocaleString('en')} are read. ${SMALLER_GROUPS}`,
        );
      }
      bytes += unpacked;
    }
    if (bytes > GROUP_LIMIT) throw largeGroup(name, which, bytes);
  }
  return rows;
}

const SMALLER_GROUPS =
  'Write it with smaller row groups. In Python: pandas.read_parquet("…").to_parquet("texts.parquet", row_group_size=20_000).';

/** @param which "row group 1 of 3". */
export function largeGroup(name: string, which: string, bytes: number): DataError {
  return new DataError(
    `${name} has ${megabytes(bytes)} MB in ${which} once it is unpacked, and at most ${megabytes(GROUP_LIMIT)} MB are read at once. ${SMALLER_GROUPS}`,
  );
}

function manyColumns(name: string, count: number): DataError {
  return new DataError(
    `${name} has ${count.toLocaleString('en')} columns, and at most ${COLUMN_LIMIT.toLocaleString('en')} are read. Leave some out.`,
  );
}

export function damaged(name: string, why: string): DataError {
  return new DataError(
    `${name} is a Parquet file that is cut or damaged: ${why}. Download or write it again.`,
  );
}

function isList(column: SchemaTree): boolean {
  const leaves = leavesOf(column);
  const [leaf] = leaves;
  if (leaves.length !== 1 || column.children.length === 0 || leaf === undefined) return false;
  const { type, logical_type: logical } = leaf.element;
  return type === 'FLOAT' || type === 'DOUBLE' || logical?.type === 'FLOAT16';
}

/** Whether a column is lists of so many numbers that they are vectors. */
function isVector(column: SchemaTree, { row_groups: groups }: FileMetaData, rows: number): boolean {
  const leaves = leavesOf(column);
  const [leaf] = leaves;
  if (leaves.length !== 1 || column.children.length === 0 || leaf === undefined) return false;
  if (!/^(FLOAT|DOUBLE|INT\d+)$/.test(leaf.element.type ?? '')) return false;
  const path = leaf.path.join('\0');
  let values = 0;
  for (const { columns } of groups) {
    const chunk = columns.find(({ meta_data }) => meta_data?.path_in_schema.join('\0') === path);
    values += Number(chunk?.meta_data?.num_values ?? 0);
  }
  return values >= VECTOR * rows;
}

/** The columns of plain values in a column. */
export function leavesOf(column: SchemaTree): readonly SchemaTree[] {
  return column.children.length === 0 ? [column] : column.children.flatMap(leavesOf);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 0 });
}
