/** Tables of texts, with a column of labels or without: CSV, TSV (RFC 4180 as Papa Parse reads it) and JSON lines. */
import type { ParseLocalConfig } from 'papaparse';
import { lazyModule } from '../loading/lazy-module.ts';
import { checkSize, decodeFile } from './decode-file.ts';
import { DataError } from './errors.ts';

/** In bytes: 100,000 rows of some hundred characters. */
const TABLE_LIMIT = 50_000_000;
/** Characters parsed before the page gets a turn. */
const SLICE = 200_000;
/** Rows that the guesses look at. */
const LOOKED_AT = 200;

export interface Table {
  /** Of the columns, from the header or "Column 1"… */
  readonly names: readonly string[];
  /** All rows, without the header where there is one; a row may be shorter than the names. */
  readonly rows: readonly (readonly string[])[];
  /** Whether the first row was taken as a header. Null where the format has names of its own. */
  readonly header: boolean | null;
}

/** Which columns of a table are taken, by index. */
export interface Columns {
  readonly text: number;
  /** Null for none. */
  readonly label: number | null;
}

export interface LabelledText {
  readonly text: string;
  readonly label?: string;
}

export interface TableTexts {
  readonly items: readonly LabelledText[];
  /** Rows without a text, left out. */
  readonly dropped: number;
}

/** Whether a file is read as a table, by its name. */
export function isTable(name: string): boolean {
  return /\.(csv|tsv|jsonl|ndjson)$/i.test(name);
}

/**
 * Reads a table in slices, so that a large one does not hold up the page.
 * @param onProgress Fraction read.
 * @throws DataError that names the file and the row that is wrong; AbortError.
 */
export async function readTable(
  file: File,
  onProgress: (fraction: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Table> {
  checkSize(file, TABLE_LIMIT);
  let text = '';
  await decodeFile(
    file,
    (piece, bytes) => {
      text += piece;
      onProgress((0.3 * bytes) / Math.max(1, file.size));
    },
    signal,
  );
  const report = (fraction: number) => onProgress(0.3 + 0.7 * fraction);
  const lines = /\.(jsonl|ndjson)$/i.test(file.name);
  return lines
    ? parseLines(file.name, text, report, signal)
    : withHeader(await parseSeparated(file.name, text, report, signal), null);
}

/** The same table with its first row as a header or as a row; the other way than before. */
export function toggleHeader({ names, rows, header }: Table): Table {
  if (header === null) return { names, rows, header };
  return withHeader(header ? [names, ...rows] : rows, !header);
}

/** The columns a person would take: the longest texts, and beside them a few classes that repeat. */
export function guessColumns({ names, rows }: Table): Columns {
  const seen = rows.slice(0, LOOKED_AT);
  const named = (pattern: RegExp) => names.findIndex((name) => pattern.test(name.trim()));
  const lengths = names.map((_, column) => sum(seen.map((row) => row[column]?.length ?? 0)));
  const longest = lengths.indexOf(Math.max(...lengths));
  const byName = named(
    /^(text|sentence|title|question|query|document|passage|utterance|message)s?$/i,
  );
  const text = byName === -1 ? Math.max(0, longest) : byName;
  const label = named(/^(gold|label|class|category|intent|topic|domain|target|cluster)s?$/i);
  if (label !== -1 && label !== text) return { text, label };
  const classes = names.findIndex((_, column) => {
    if (column === text) return false;
    const values = seen.map((row) => row[column] ?? '').filter((value) => value !== '');
    const different = new Set(values).size;
    const numeric = values.every((value) => Number.isFinite(Number(value)));
    return !numeric && different > 1 && values.length > 5 && different <= values.length / 2;
  });
  return { text, label: classes === -1 ? null : classes };
}

/** The texts of the chosen column, each with its label; rows with a blank text are left out. */
export function tableTexts({ rows }: Table, { text, label }: Columns): TableTexts {
  const items: LabelledText[] = [];
  for (const row of rows) {
    const found = row[text] ?? '';
    if (found.trim() === '') continue;
    const given = label === null ? '' : (row[label] ?? '').trim();
    items.push(given === '' ? { text: found } : { text: found, label: given });
  }
  return { items, dropped: rows.length - items.length };
}

const loadPapa = lazyModule('The reader of tables', () => import('papaparse'));

async function parseSeparated(
  name: string,
  text: string,
  onProgress: (fraction: number) => void,
  signal: AbortSignal | undefined,
): Promise<string[][]> {
  // Fetched with the first table: most visits have none.
  const { default: papa } = await loadPapa();
  return new Promise((resolve, reject) => {
    const rows: string[][] = [];
    const config: ParseLocalConfig<string[], File> = {
      delimiter: /\.tsv$/i.test(name) ? '\t' : '',
      skipEmptyLines: 'greedy',
      chunkSize: SLICE,
      chunk: ({ data, errors, meta }, parser) => {
        const wrong = errors.find(({ type }) => type === 'Quotes');
        if (wrong !== undefined) {
          const row = rows.length + (wrong.row ?? 0) + 1;
          const what =
            wrong.code === 'MissingQuotes' ? 'is not closed' : 'is followed by more text';
          reject(new DataError(`${name}, row ${row}: a quoted cell ${what}.`));
          // Aborting completes: after the rejection that does nothing.
          parser.abort();
          return;
        }
        for (const row of data) rows.push(row);
        onProgress(meta.cursor / Math.max(1, text.length));
        parser.pause();
        setTimeout(() => {
          if (signal?.aborted) {
            reject(signal.reason);
            parser.abort();
          } else parser.resume();
        });
      },
      complete: () => resolve(rows),
    };
    // Its types know slices of files only; it slices strings as well.
    papa.parse(text as unknown as File, config);
  });
}

async function parseLines(
  name: string,
  text: string,
  onProgress: (fraction: number) => void,
  signal: AbortSignal | undefined,
): Promise<Table> {
  const columns = new Map<string, number>();
  const rows: string[][] = [];
  let sliceEnd = SLICE;
  for (let at = 0, line = 1; at < text.length; line++) {
    const end = text.indexOf('\n', at);
    const next = end === -1 ? text.length : end;
    const source = text.slice(at, next).trim();
    at = next + 1;
    if (source !== '') rows.push(rowOf(source, columns, `${name}, line ${line}`));
    if (at > sliceEnd) {
      sliceEnd = at + SLICE;
      onProgress(at / text.length);
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
    }
  }
  return { names: [...columns.keys()], rows, header: null };
}

/** A line of JSON: an object of cells, or a text alone. */
function rowOf(source: string, columns: Map<string, number>, where: string): string[] {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch (error) {
    throw new DataError(`${where} is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
  const row: string[] = [];
  const put = (key: string, value: unknown) => {
    const column = columns.get(key) ?? columns.size;
    columns.set(key, column);
    row[column] = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  };
  if (typeof json === 'string') put('text', json);
  else if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
    for (const [key, value] of Object.entries(json)) put(key, value);
  } else {
    throw new DataError(`${where} is neither an object nor a text.`);
  }
  return Array.from(row, (cell) => cell ?? '');
}

/** @param header Whether the first row names the columns; null guesses. */
function withHeader(all: readonly (readonly string[])[], header: boolean | null): Table {
  const [first = [], ...rest] = all;
  const named = header ?? looksLikeHeader(first, rest);
  const rows = named ? rest : all;
  const width = Math.max(first.length, ...rows.slice(0, LOOKED_AT).map((row) => row.length));
  const names = Array.from({ length: width }, (_, column) => {
    const name = named ? (first[column] ?? '').trim() : '';
    return name === '' ? `Column ${column + 1}` : name;
  });
  return { names, rows, header: named };
}

/** Short names, all different, over cells that are not: longer on the whole, or numbers. */
function looksLikeHeader(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const names = first.map((name) => name.trim());
  if (rest.length === 0 || names.includes('') || new Set(names).size < names.length) return false;
  if (names.some((name) => name.length > 40 || /[.!?]$/.test(name) || !Number.isNaN(Number(name))))
    return false;
  if (
    names.some((name) => /^(id|text|label|class|category|sentence|title|query|intent)$/i.test(name))
  )
    return true;
  const seen = rest.slice(0, LOOKED_AT);
  return names.some((name, column) => {
    const cells = seen.map((row) => row[column] ?? '');
    return sum(cells.map((cell) => cell.length)) / seen.length > 2 * name.length;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
