/** Settings and result of reading a file of texts. */
import type { Documents } from '../file-groups.ts';

/**
 * Lines: one text each. Separated: CSV and the like. JSON: one array or object; JSONL: one value a line. Parquet is never
 * another format too. Files: each of several files is a text; file lines: each line of them.
 */
export type Format = 'lines' | 'separated' | 'jsonl' | 'json' | 'parquet' | 'files' | 'file-lines';

/** Cells of a row by column; null where it has no value. May be shorter than the names of the columns. */
export type CellRow = readonly (string | null)[];
export type Row = (string | null)[];

/**
 * Quote that wraps cells with separators or line breaks: one within a cell is doubled, or also written
 * `\\"` if the quote is `\\"`. '' if quotes are letters.
 */
export type Quote = '"' | '\\"' | "'" | '';

/** All guessed settings of a file. A person may change each. */
export interface TableSettings {
  readonly format: Format;
  /** `TextDecoder` label. Null for a paste, which is text already. */
  readonly encoding: string | null;
  /** Separator of separated values: a few characters, or '' for a single column. */
  readonly separator: string;
  readonly quote: Quote;
  /** Number of lines before a table by separators: titles and remarks. */
  readonly skip: number;
  /** Whether the first row names the columns, if rows do not name them. */
  readonly header: boolean;
  /** Path of the field that holds the rows of a JSON file that is one object; null for the file itself. */
  readonly place: string | null;
}

/** Settings with their reasons, worded to follow a choice: "guessed", "byte order mark". */
export interface GuessedSettings extends TableSettings {
  readonly reasons: {
    readonly encoding: string;
    readonly separator: string;
    /** Whether the first row may be a header as well as a text. */
    readonly header: 'sure' | 'unsure';
  };
}

/** Bytes of a file, inflated, or pasted text. */
export interface TableSource {
  readonly name: string;
  readonly content: Blob | string;
  /** Whether the bytes are a Parquet file. */
  readonly parquet?: boolean;
  /** Documents that are read as one table, in place of the content. */
  readonly documents?: Documents;
  /** Path that becomes a column of a file's rows, for files that come several at once. */
  readonly path?: string;
  /** Whether the text was copied from a spreadsheet's cells. */
  readonly sheet: boolean;
  /** Sentences about how it was packed. */
  readonly notes?: readonly string[];
}

/** A row that was taken in part, or not at all. */
export interface Problem {
  /** Line in the file, from 1; of a Parquet file the row. */
  readonly line: number;
  readonly reason: string;
}

export interface Problems {
  readonly count: number;
  /** The first problems. */
  readonly listed: readonly Problem[];
}

export interface Table {
  /** Distinct names of the columns: from the header, the fields, or "Column 1"… */
  readonly names: readonly string[];
  /** Rows without the header. */
  readonly rows: readonly CellRow[];
  /** Whether the first row was taken as a header. Null if rows name their columns. */
  readonly header: boolean | null;
  /** Number of columns in the header; cells beyond it have no name. */
  readonly width: number;
  /** Number of empty rows left out. */
  readonly blank: number;
  readonly problems: Problems;
  /** What the places of problems count; lines if absent. */
  readonly counted?: 'Row' | 'File';
  /** Path of the file, where it becomes a column of its rows. */
  readonly path?: string;
  /** Paths of fields that may hold the rows of a JSON file that is one object. */
  readonly places: readonly string[];
  /** Sentences about the whole file: what was replaced or left out. */
  readonly notes: readonly string[];
}

/** Lets a long read report progress, pause and stop. */
export interface ReadOptions {
  /** @param fraction Part read so far, of 1. */
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal | undefined;
}
