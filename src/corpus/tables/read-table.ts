/** Guesses the settings of a table, which a person may correct, and reads the table by them. */
import { DataError } from '../../lib/data-error.ts';
import { looksLikeCells } from './cells.ts';
import { decode, guessEncoding, withoutZeros } from './encodings.ts';
import { guessHeader, guessQuote, guessSeparator, guessSkip } from './guess-separated.ts';
import { indexJson, smallJson } from './json-file.ts';
import { guessPlace } from './json-places.ts';
import type { JsonFile } from './json-scan.ts';
import { looksLikeLines } from './json-values.ts';
import { TABLE_LIMIT, Turns } from './limits.ts';
import { readDocuments } from './read-documents.ts';
import { guessJsonHeader, readJsonTable, streamJsonLines } from './read-json.ts';
import { readLines, readWhole } from './read-lines.ts';
import { readParquet } from './read-parquet.ts';
import { readSeparated, streamSeparated } from './read-separated.ts';
import { separatorLine } from './separator-line.ts';
import { bytesOf, extensionOf } from './source.ts';
import type {
  Format,
  GuessedSettings,
  ReadOptions,
  Table,
  TableSettings,
  TableSource,
} from './types.ts';

const UNWATCHED: ReadOptions = { onProgress: () => {}, signal: undefined };
const TABLES = ['csv', 'tsv', 'tab', 'psv'];

/** Settings of what has no characters to guess by: of Parquet, and of several documents. */
const PLAIN: Omit<GuessedSettings, 'format'> = {
  encoding: null,
  separator: '',
  quote: '"',
  skip: 0,
  header: false,
  place: null,
  reasons: { encoding: '', separator: '', header: 'sure' },
};

/**
 * Guesses the settings of a source.
 * @throws DataError if its bytes are not text; AbortError.
 */
export async function guessSettings(
  source: TableSource,
  options: ReadOptions = UNWATCHED,
): Promise<GuessedSettings> {
  const { name, content } = source;
  if (source.parquet) return { ...PLAIN, format: 'parquet' };
  if (source.documents !== undefined) return { ...PLAIN, format: 'files' };
  const found =
    typeof content === 'string'
      ? { encoding: null, reason: '' }
      : await guessEncoding(name, await headOf(name, content));
  const text = await textOf(source, found.encoding, options);
  const json = await jsonOf(text, options);
  const format = guessFormat(source, json);
  return guessWithin(json, extensionOf(name), format, found, options);
}

/** Guesses the rest again for a format that a person chose. */
export async function guessAgain(
  source: TableSource,
  { format, encoding }: Pick<TableSettings, 'format' | 'encoding'>,
  options: ReadOptions = UNWATCHED,
): Promise<GuessedSettings> {
  if (source.parquet || source.documents !== undefined) return { ...PLAIN, format };
  const text = await textOf(source, encoding, options);
  const json = await jsonOf(text, options);
  return guessWithin(json, extensionOf(source.name), format, { encoding, reason: '' }, options);
}

/** A text that may be JSON, with its large values. */
async function jsonOf(text: string, { signal }: ReadOptions): Promise<JsonFile> {
  if (!/^[\s\ufeff]*[[{]/.test(text.slice(0, 1000))) return smallJson(text);
  return indexJson(text, new Turns(text.length, () => {}, signal));
}

/** Guesses again in another encoding; settings that a person chose stay. */
export async function guessInEncoding(
  source: TableSource,
  settings: GuessedSettings,
  encoding: string | null,
  options: ReadOptions = UNWATCHED,
): Promise<GuessedSettings> {
  const before = await guessAgain(source, settings, options);
  const after = await guessAgain(source, { ...settings, encoding }, options);
  const { separator, quote, skip, header, place } = settings;
  return {
    ...after,
    ...(separator !== before.separator && { separator }),
    ...(quote !== before.quote && { quote }),
    ...(skip !== before.skip && { skip }),
    ...(header !== before.header && { header }),
    ...(place !== before.place && { place }),
  };
}

/**
 * Reads a table in slices, so that a large one does not hold up the page.
 * @throws DataError that names the source and what exceeds the limits; AbortError.
 */
export async function readSource(
  source: TableSource,
  settings: TableSettings,
  options: ReadOptions = UNWATCHED,
): Promise<Table> {
  const table = await readRows(source, settings, options);
  return source.path === undefined ? table : { ...table, path: source.path };
}

async function readRows(
  source: TableSource,
  settings: TableSettings,
  { onProgress, signal }: ReadOptions,
): Promise<Table> {
  const { name, content } = source;
  const { documents } = source;
  if (documents !== undefined) {
    return readDocuments(name, documents, settings.format === 'file-lines', { onProgress, signal });
  }
  if (settings.format === 'parquet') {
    return readParquet(source, content as Blob, { onProgress, signal });
  }
  if (typeof content !== 'string' && isLarge(content))
    return readLarge({ ...source, content }, settings, { onProgress, signal });
  const first: ReadOptions = { onProgress: (fraction) => onProgress(0.2 * fraction), signal };
  const then: ReadOptions = { onProgress: (fraction) => onProgress(0.2 + 0.8 * fraction), signal };
  const { text, notes } =
    typeof content === 'string'
      ? withoutZeros(content, null)
      : await decode(
          await bytesOf(name, content),
          settings.encoding ?? 'utf-8',
          turnsOf(content.size, first),
        );
  const read: Partial<Record<Format, typeof readLines>> = {
    lines: readLines,
    files: readWhole,
    separated: readSeparated,
    jsonl: readJsonTable,
    json: readJsonTable,
  };
  const table = await read[settings.format]!(name, text, settings, then);
  return { ...table, notes: [...(source.notes ?? []), ...notes, ...table.notes] };
}

function isLarge(content: Blob): boolean {
  return content.size > TABLE_LIMIT;
}

/** Reads a file block by block. @throws DataError for a format that is read as a whole. */
async function readLarge(
  source: TableSource & { readonly content: Blob },
  settings: TableSettings,
  options: ReadOptions,
): Promise<Table> {
  const { format } = settings;
  let table: Table;
  if (format === 'separated') table = await streamSeparated(source, settings, options);
  else if (format === 'lines') {
    const lines = { ...settings, separator: '', quote: '', header: false, skip: 0 } as const;
    table = { ...(await streamSeparated(source, lines, options)), names: ['Text'], header: null };
  } else if (format === 'jsonl') table = await streamJsonLines(source, settings, options);
  else {
    throw new DataError(
      `${source.name} has ${(source.content.size / 1e6).toFixed(1)} MB; at most ${TABLE_LIMIT / 1e6} MB are read as one value. Write it as JSON lines (.jsonl), CSV or Parquet.`,
    );
  }
  return { ...table, notes: [...(source.notes ?? []), ...table.notes] };
}

async function guessWithin(
  json: JsonFile,
  extension: string,
  format: Format,
  { encoding, reason }: { encoding: string | null; reason: string },
  options: ReadOptions,
): Promise<GuessedSettings> {
  const { text } = json;
  const plain = {
    format,
    encoding,
    separator: '',
    quote: '"',
    skip: 0,
    header: false,
    place: null,
  } as const;
  const reasons = { encoding: reason, separator: '', header: 'sure' } as const;
  if (format === 'lines' || format === 'files') return { ...plain, reasons };
  if (format === 'json' || format === 'jsonl') {
    const place = format === 'json' ? guessPlace(json) : null;
    return { ...plain, header: guessJsonHeader(json, format, place), place, reasons };
  }
  const { separator, said } = guessSeparator(text, extension);
  // Titles would hide how well a quote serves the rows.
  const titles = guessSkip(text, separator, '"');
  const quote = await guessQuote(text, separator, titles, turnsOf(text.length, options));
  const skip = guessSkip(text, separator, quote);
  const { header, sure } = guessHeader(text, separator, quote, skip);
  const why = {
    ...reasons,
    separator: said ? 'by its first line' : 'guessed',
    header: sure ? 'sure' : 'unsure',
  } as const;
  return { ...plain, separator, quote, skip, header, reasons: why };
}

/** Guesses by name, beginning and tabs: a spreadsheet's "text" has equally many tabs in each line. */
function guessFormat({ name, sheet }: TableSource, file: JsonFile): Format {
  const { text } = file;
  const extension = extensionOf(name);
  const json = /^[\s\ufeff]*[[{]/.test(text.slice(0, 1000));
  if (extension === 'json' || extension === 'jsonl' || extension === 'ndjson') {
    const lines = looksLikeLines(file);
    // A single line may be a whole file of either format.
    const one = !/[\r\n]\s*\S/.test(text.slice(0, 1_000_000));
    return extension === 'json'
      ? lines && !one
        ? 'jsonl'
        : 'json'
      : lines || !json
        ? 'jsonl'
        : 'json';
  }
  if (sheet) return 'separated';
  if (/^[\s\ufeff]*\{/.test(text.slice(0, 1000)) && looksLikeLines(file)) return 'jsonl';
  const said = separatorLine(text).separator !== null;
  if (TABLES.includes(extension) || said) return 'separated';
  return looksLikeCells(text) ? 'separated' : 'lines';
}

async function textOf(
  { name, content }: TableSource,
  encoding: string | null,
  { signal }: ReadOptions,
): Promise<string> {
  if (typeof content === 'string') return content;
  const bytes = await headOf(name, content);
  const turns = new Turns(bytes.length, () => {}, signal);
  return (await decode(bytes, encoding ?? 'utf-8', turns)).text;
}

/** Bytes of a large file that the guesses look at. A multiple of four, so that no letter of UTF-16 is cut. */
const HEAD = 8_000_000;

/** All bytes of a file; of a large one the first lines. */
async function headOf(name: string, content: Blob): Promise<Uint8Array<ArrayBuffer>> {
  if (!isLarge(content)) return bytesOf(name, content);
  const bytes = await bytesOf(name, content, 0, HEAD);
  // A letter of UTF-8 may be cut where the bytes end, and none is at the end of a line.
  let end = bytes.lastIndexOf(LF) + 1;
  while (end > 0 && end % 4 !== 0) end = bytes.lastIndexOf(LF, end - 2) + 1;
  return end > 0 ? bytes.subarray(0, end) : bytes;
}

const LF = 0x0a;

function turnsOf(length: number, { onProgress, signal }: ReadOptions): Turns {
  return new Turns(length, onProgress, signal);
}
