/** Reads rows of separated values, and notes each that does not fit. */
import { DataError } from '../../lib/data-error.ts';
import { modalWidth } from './guess-separated.ts';
import { namesOf } from './header.ts';
import { COLUMN_LIMIT, checkCells, checkLines, ProblemList, TableRows, Turns } from './limits.ts';
import { isBlankRow, SeparatedReader, type SeparatedRecord, WIDTH_LIMIT } from './separated.ts';
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
  { separator, quote, header, skip }: TableSettings,
  { onProgress, signal }: ReadOptions,
): Promise<Table> {
  const turns = new Turns(text.length, onProgress, signal);
  const reader = new SeparatedReader(text, separator, quote, startOf(text, skip));
  const rows = new TableRows(name);
  const problems = new ProblemList();
  const lines: number[] = [];
  const widths: number[] = [];
  let first: SeparatedRecord | null = null;
  let blank = 0;
  let faults = 0;
  const lettersOnly = quote === '' && text.includes('"');
  let lettered = 0;
  // Where no quote can hold a line break, each line is a row.
  if (!text.includes((quote || '"').slice(-1))) {
    checkLines(name, text);
    checkCells(name, text, separator);
  }
  const next = () => {
    blank += reader.passBlank();
    return reader.next();
  };
  for (let record = next(); record !== null; record = next()) {
    if (turns.due(reader.at)) await turns.take(reader.at);
    if (isBlankRow(record)) {
      blank += 1;
      continue;
    }
    const { fault, tallest } = record;
    if (fault !== null) {
      problems.add(record.line, FAULTS[fault]);
      faults += 1;
    }
    if (lettersOnly && opensQuote(record.cells)) rows.unclosed ??= record.line;
    else if (fault === 'unclosed') rows.unclosed ??= record.line;
    if (lettersOnly && record.cells.some(isWrapped)) lettered += 1;
    if (tallest > TALL)
      problems.add(
        record.line,
        `one cell has ${tallest} lines: is its quote closed where it should be?`,
      );
    if (header && first === null) {
      first = record;
      if (record.width > COLUMN_LIMIT) throw tooWide(name, record.width);
      continue;
    }
    rows.add(record.cells);
    lines.push(record.line);
    // Empty cells at the end of a row lose nothing.
    let width = record.width;
    if (width <= COLUMN_LIMIT) while (width > 1 && record.cells[width - 1]?.trim() === '') width--;
    widths.push(Math.max(width, Math.min(record.width, first?.width ?? record.width)));
  }
  const expected = first?.width ?? modalWidth(widths);
  if (expected > COLUMN_LIMIT) throw tooWide(name, expected);
  let widest = expected;
  for (const [at, width] of widths.entries()) {
    widest = Math.max(widest, width);
    if (width === expected) continue;
    const than = first === null ? 'most rows have' : 'the header has';
    const kept = width > COLUMN_LIMIT ? `; the first ${COLUMN_LIMIT} are kept` : '';
    problems.add(
      lines[at] ?? 0,
      `${width} ${width === 1 ? 'cell' : 'cells'}, ${than} ${expected}${kept}`,
    );
  }
  onProgress(1);
  return {
    names: namesOf(first?.cells ?? null, Math.min(widest, COLUMN_LIMIT)),
    rows: rows.all,
    header,
    width: expected,
    blank,
    problems: problems.end(),
    places: [],
    notes: notesOf(quote, faults, lettered),
  };
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
