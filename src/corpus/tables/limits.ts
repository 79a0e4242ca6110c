/** Limits of a table. A file beyond them is refused by name before it fills the memory. */
import { DataError } from '../../lib/data-error.ts';
import { stringEnd } from '../../lib/json-size.ts';
import { nextTask } from '../../lib/turns.ts';
import type { Problem, Problems, Row } from './types.ts';

/** Bytes of a file that is read as one text; of a larger one only rows are read, block by block. Also once inflated. */
export const TABLE_LIMIT = 50_000_000;
/** Bytes of all documents that are read together. */
export const DOCUMENTS_LIMIT = 200_000_000;
/** Bytes of a file. */
export const FILE_LIMIT = 1_100_000_000;
/** Most rows; more would take hours to embed. */
export const ROW_LIMIT = 1_000_000;
export const COLUMN_LIMIT = 1_000;
/** Most cells: rows times columns. */
const CELL_LIMIT = 20_000_000;
/** Missing values that count as one cell. */
const EMPTY = 4;
/** Rows that the guesses look at. */
export const LOOKED_AT = 200;
/** Problems listed one by one; the rest are only counted. */
const LISTED = 100;
/** Characters parsed before the page gets a turn. */
const SLICE = 200_000;

/** @throws DataError if a file has more than `limit` bytes. */
export function checkSize(name: string, size: number, limit: number): void {
  if (size <= limit) return;
  throw new DataError(
    `${name} has ${(size / 1e6).toFixed(1)} MB; at most ${limit / 1e6} MB are read. Split it.`,
  );
}

/** @throws DataError for more rows than are read. */
export function checkRows(name: string, rows: number): void {
  if (rows > ROW_LIMIT) throw manyRows(name);
}

function manyRows(name: string): DataError {
  return new DataError(
    `${name} has more than ${ROW_LIMIT.toLocaleString('en')} rows, the most that are read. Split it.`,
  );
}

function manyCells(name: string): DataError {
  return new DataError(
    `${name} has more than ${CELL_LIMIT.toLocaleString('en')} cells, the most that are read. Leave out columns, or split it.`,
  );
}

/** Lines that may be no rows: titles and a header. */
const OTHER_LINES = 100;

/**
 * Counts the lines that are not blank of a text without line breaks in its cells, before the work.
 * @throws DataError for more lines than rows are read.
 */
export function checkLines(name: string, text: string): void {
  const most = ROW_LIMIT + OTHER_LINES;
  let rows = 0;
  let filled = false;
  for (let at = 0; at < text.length && rows <= most; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x20) filled = true;
    else if (filled && (code === LF || code === CR)) {
      rows += 1;
      filled = false;
    }
  }
  if (rows > most) throw manyRows(name);
}

/**
 * Counts the cells of a text without quoted ones, before the work.
 * @throws DataError for more cells than are read.
 */
export function checkCells(name: string, text: string, separator: string): void {
  const code = separator.charCodeAt(0);
  let cells = 0;
  let width = 0;
  for (let at = 0; at < text.length && cells <= CELL_LIMIT; at++) {
    const here = text.charCodeAt(at);
    if (here === code) width += 1;
    else if (here === LF || here === CR) {
      if (width > 0) cells += Math.min(width + 1, COLUMN_LIMIT);
      width = 0;
    }
  }
  if (cells > CELL_LIMIT) throw manyCells(name);
}

/** Most lists and objects of JSON, at all levels: each takes far more memory than its two characters. */
const HOLDER_LIMIT = 10_000_000;

/**
 * Counts lists and objects before they are parsed: all of them, and those that lie in no other, which are rows.
 * @param byLine Whether each line begins anew.
 * @throws DataError for more than are read.
 */
export function checkHolders(name: string, text: string, byLine: boolean): void {
  let [depth, top, all] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at);
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (depth === 0) top += 1;
      depth += 1;
      all += 1;
      if (top > ROW_LIMIT + OTHER_LINES) throw manyRows(name);
      if (all > HOLDER_LIMIT) {
        throw new DataError(
          `${name} has more than ${HOLDER_LIMIT.toLocaleString('en')} lists and objects, the most that are read. Leave out fields, or split it.`,
        );
      }
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth = Math.max(0, depth - 1);
    else if (byLine && code === LF) depth = 0;
  }
}

const QUOTE = 0x22;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const LF = 0x0a;
const CR = 0x0d;

/** Collects rows within the limits. */
export class TableRows {
  readonly all: Row[] = [];
  #cells = 0;
  /** Line of the first quote that never closes: it may be why there are too many rows. */
  unclosed: number | null = null;

  constructor(readonly name: string) {}

  /** @throws DataError for a row or cell beyond the limit. */
  add(row: Row): void {
    this.#cells += row.length / EMPTY;
    for (const cell of row) if (cell !== null) this.#cells += 1 - 1 / EMPTY;
    if (this.all.length === ROW_LIMIT && this.unclosed !== null) {
      throw new DataError(
        `The quote that opens a cell in line ${this.unclosed.toLocaleString('en')} of ${this.name} is not closed: read without it, the file has more than ${ROW_LIMIT.toLocaleString('en')} rows, the most that are read. Close the quote, or split the file.`,
      );
    }
    if (this.all.length === ROW_LIMIT) {
      throw manyRows(this.name);
    }
    if (this.#cells > CELL_LIMIT) {
      throw manyCells(this.name);
    }
    this.all.push(row);
  }
}

export class ProblemList {
  readonly #listed: Problem[] = [];
  #count = 0;

  add(line: number, reason: string): void {
    this.#count += 1;
    if (this.#listed.length < LISTED) this.#listed.push({ line, reason });
  }

  /** Problems in the order of the file. */
  end(): Problems {
    return { count: this.#count, listed: this.#listed.sort((a, b) => a.line - b.line) };
  }
}

/** Gives the page its turns while a text is read. */
export class Turns {
  #next = SLICE;

  constructor(
    readonly length: number,
    readonly onProgress: (fraction: number) => void,
    readonly signal: AbortSignal | undefined,
  ) {}

  /** Whether a turn is due once `at` characters are read. */
  due(at: number): boolean {
    return at >= this.#next;
  }

  /** @throws AbortError. */
  async take(at: number): Promise<void> {
    this.#next = at + SLICE;
    this.onProgress(Math.min(1, at / Math.max(1, this.length)));
    await nextTask();
    this.signal?.throwIfAborted();
  }
}
