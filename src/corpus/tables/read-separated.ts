/** Reads rows of separated values, and notes each that does not fit. */
import { DataError } from '../../lib/data-error.ts';
import { nextTask } from '../../lib/turns.ts';
import { checkRow, compactor, QUOTE_CHARACTERS, textBlocks } from './blocks.ts';
import { modalWidth } from './guess-separated.ts';
import { namesOf } from './header.ts';
import { COLUMN_LIMIT, checkCells, checkLines, ProblemList, TableRows, Turns } from './limits.ts';
import {
  isBlankRow,
  SeparatedReader,
  type SeparatedRecord,
  type Start,
  WIDTH_LIMIT,
} from './separated.ts';
import { startOf } from './separator-line.ts';
import type { Quote, ReadOptions, Table, TableSettings } from './types.ts';

/** In a cell of more lines, an unclosed quote may have swallowed rows. */
const TALL = 50;

const FAULTS = {
  unclosed: 'a quoted cell is not closed; its quote is kept as a letter',
  followed: 'a quoted cell is followed by more text; its quotes are kept as letters',
};

/** @throws DataError that names what exceeds the limits; AbortError. */
export async function readSeparated(
  name: string,
  text: string,
  settings: TableSettings,
  { onProgress, signal }: ReadOptions,
): Promise<Table> {
  const { separator, quote, skip } = settings;
  const turns = new Turns(text.length, onProgress, signal);
  const reader = new SeparatedReader(text, separator, quote, startOf(text, skip));
  const rows = new SeparatedRows(name, settings, quote === '' && text.includes('"'));
  // Where no quote can hold a line break, each line is a row.
  if (!text.includes((quote || '"').slice(-1))) {
    checkLines(name, text);
    checkCells(name, text, separator);
  }
  const next = () => {
    rows.blank += reader.passBlank();
    return reader.next();
  };
  for (let record = next(); record !== null; record = next()) {
    if (turns.due(reader.at)) await turns.take(reader.at);
    rows.take(record);
  }
  onProgress(1);
  return rows.table();
}

/**
 * Like `readSeparated`, of a file that is too large to be one text. A quote that opens a cell must close within 16 million
 * characters, else it is a letter.
 */
export async function streamSeparated(
  { name, content }: { readonly name: string; readonly content: Blob },
  settings: TableSettings,
  options: ReadOptions,
): Promise<Table> {
  const { separator, quote, skip, encoding } = settings;
  const rows = new SeparatedRows(name, settings, quote === '');
  const blocks = textBlocks(name, content, encoding ?? 'utf-8', options);
  let rest = '';
  let line = 0;
  for (;;) {
    const { done, value } = await blocks.next();
    if (done) {
      options.onProgress(1);
      const table = rows.table();
      return { ...table, notes: [...value, ...table.notes] };
    }
    const text = rest + value.text;
    const start = line === 0 ? startOf(text, skip) : { at: 0, line };
    const reader = new SeparatedReader(text, separator, quote, start);
    const compact = compactor(text);
    let from: Start = start;
    for (;;) {
      const blank = reader.passBlank();
      const record = reader.next();
      const cut =
        reader.at >= text.length ||
        (record?.fault === 'unclosed' && text.length - from.at < QUOTE_CHARACTERS);
      // The next block may go on with it.
      if (cut && !value.last) break;
      rows.blank += blank;
      if (record === null) break;
      rows.take({ ...record, cells: compact(record.cells) });
      from = { at: reader.at, line: reader.line };
    }
    rest = text.slice(from.at);
    line = from.line;
    checkRow(name, line, rest.length);
    await nextTask();
  }
}

/** Collects records to a table, and notes each that does not fit. */
class SeparatedRows {
  blank = 0;
  readonly #rows: TableRows;
  readonly #problems = new ProblemList();
  readonly #lines: number[] = [];
  readonly #widths: number[] = [];
  #first: SeparatedRecord | null = null;
  #faults = 0;
  #lettered = 0;

  /** @param lettersOnly Whether quotes are letters, and there may be some. */
  constructor(
    readonly name: string,
    readonly settings: TableSettings,
    readonly lettersOnly: boolean,
  ) {
    this.#rows = new TableRows(name);
  }

  take(record: SeparatedRecord): void {
    if (isBlankRow(record)) {
      this.blank += 1;
      return;
    }
    const { fault, tallest } = record;
    if (fault !== null) {
      this.#problems.add(record.line, FAULTS[fault]);
      this.#faults += 1;
    }
    if (this.lettersOnly && opensQuote(record.cells)) this.#rows.unclosed ??= record.line;
    else if (fault === 'unclosed') this.#rows.unclosed ??= record.line;
    if (this.lettersOnly && record.cells.some(isWrapped)) this.#lettered += 1;
    if (tallest > TALL) {
      this.#problems.add(
        record.line,
        `one cell has ${tallest} lines: is its quote closed where it should be?`,
      );
    }
    if (this.settings.header && this.#first === null) {
      this.#first = record;
      if (record.width > COLUMN_LIMIT) throw tooWide(this.name, record.width);
      return;
    }
    this.#rows.add(record.cells);
    this.#lines.push(record.line);
    // Empty cells at the end of a row lose nothing.
    let width = record.width;
    if (width <= COLUMN_LIMIT) while (width > 1 && record.cells[width - 1]?.trim() === '') width--;
    const own = this.#first?.width ?? record.width;
    this.#widths.push(Math.max(width, Math.min(record.width, own)));
  }

  table(): Table {
    const first = this.#first;
    const expected = first?.width ?? modalWidth(this.#widths);
    if (expected > COLUMN_LIMIT) throw tooWide(this.name, expected);
    let widest = expected;
    for (const [at, width] of this.#widths.entries()) {
      widest = Math.max(widest, width);
      if (width === expected) continue;
      const than = first === null ? 'most rows have' : 'the header has';
      const kept = width > COLUMN_LIMIT ? `; the first ${COLUMN_LIMIT} are kept` : '';
      this.#problems.add(
        this.#lines[at] ?? 0,
        `${width} ${width === 1 ? 'cell' : 'cells'}, ${than} ${expected}${kept}`,
      );
    }
    return {
      names: namesOf(first?.cells ?? null, Math.min(widest, COLUMN_LIMIT)),
      rows: this.#rows.all,
      header: this.settings.header,
      width: expected,
      blank: this.blank,
      problems: this.#problems.end(),
      places: [],
      notes: notesOf(this.settings.quote, this.#faults, this.#lettered),
    };
  }
}

function notesOf(quote: Quote, faults: number, lettered: number): string[] {
  const rows = (count: number) => (count === 1 ? '1 row' : `${count.toLocaleString('en')} rows`);
  if (faults > 0) {
    const mark = quote.slice(-1);
    return [
      `In ${rows(faults)} a quote ${mark} does not wrap a cell; it is kept there. To keep it in all rows, choose “Letters like others” for the quotes.`,
    ];
  }
  if (lettered > 0) {
    return [
      `Quotes are read as letters, also around whole cells in ${rows(lettered)}. To take those away, choose “"…" wrap cells” for the quotes.`,
    ];
  }
  return [];
}

function isWrapped(cell: string): boolean {
  return cell.length > 1 && cell.startsWith('"') && cell.endsWith('"');
}

function opensQuote(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.startsWith('"') && !cell.includes('"', 1));
}

function tooWide(name: string, width: number): DataError {
  return new DataError(
    `${name} has ${width.toLocaleString('en')}${width === WIDTH_LIMIT ? ' or more' : ''} columns, and at most ${COLUMN_LIMIT.toLocaleString('en')} are read. Is the separator right?`,
  );
}
