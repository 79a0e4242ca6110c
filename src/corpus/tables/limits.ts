/** Limits of a table. A file beyond them is refused by name before it fills the memory. */
import { DataError } from '../../lib/data-error.ts';
import type { Problem, Problems } from './types.ts';

/** Bytes after inflation: 100,000 rows of some hundred characters. */
export const TABLE_LIMIT = 50_000_000;
/** Most rows; more would take hours to embed. */
const ROW_LIMIT = 1_000_000;
export const COLUMN_LIMIT = 1_000;
/** Most cells: rows times columns. */
const CELL_LIMIT = 20_000_000;
/** Rows that the guesses look at. */
export const LOOKED_AT = 200;
/** Problems listed one by one; the rest are only counted. */
const LISTED = 100;
/** Characters parsed before the page gets a turn. */
const SLICE = 200_000;

/** @throws DataError if the file has more than `limit` bytes. */
export function checkSize({ name, size }: { name: string; size: number }): void {
  if (size <= TABLE_LIMIT) return;
  throw new DataError(
    `${name} has ${(size / 1e6).toFixed(1)} MB; at most ${TABLE_LIMIT / 1e6} MB are read. Split it.`,
  );
}

/** Collects rows within the limits. */
export class TableRows {
  readonly all: string[][] = [];
  #cells = 0;
  /** Line of a quote that never closes, which may be why there are too many rows. */
  unclosed: number | null = null;

  constructor(readonly name: string) {}

  /** @throws DataError for a row or cell beyond the limit. */
  add(row: string[]): void {
    this.#cells += row.length;
    if (this.all.length === ROW_LIMIT && this.unclosed !== null) {
      throw new DataError(
        `The quote that opens a cell in line ${this.unclosed.toLocaleString('en')} of ${this.name} is not closed: read without it, the file has more than ${ROW_LIMIT.toLocaleString('en')} rows, the most that are read. Close the quote, or split the file.`,
      );
    }
    if (this.all.length === ROW_LIMIT) {
      throw new DataError(
        `${this.name} has more than ${ROW_LIMIT.toLocaleString('en')} rows, the most that are read. Split it.`,
      );
    }
    if (this.#cells > CELL_LIMIT) {
      throw new DataError(
        `${this.name} has more than ${CELL_LIMIT.toLocaleString('en')} cells, the most that are read. Leave out columns, or split it.`,
      );
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
    await new Promise((resolve) => setTimeout(resolve));
    this.signal?.throwIfAborted();
  }
}
