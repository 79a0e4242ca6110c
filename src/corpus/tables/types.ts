/** How a file of texts is read, and what comes of it. */

/** Lines are texts; separated values are CSV and its kin; JSON is one array or object, or one value a line. */
export type Format = 'lines' | 'separated' | 'jsonl' | 'json';

/** Everything that is guessed about a file. A person may change each. */
export interface TableSettings {
  readonly format: Format;
  /** A label of `TextDecoder`'s. Null for a paste, which is text already. */
  readonly encoding: string | null;
  /** One character, or '' for a single column. Of separated values. */
  readonly separator: string;
  /** What wraps cells that hold separators or line breaks; '' where quotes are letters like others. */
  readonly quote: '"' | '';
  /** Whether the first row names the columns. Of rows without names of their own. */
  readonly header: boolean;
  /** Path of the field that holds the rows, in a JSON file that is one object; null for the file itself. */
  readonly place: string | null;
}

/** Settings with the reasons for them, in words that follow a choice: "guessed", "byte order mark". */
export interface GuessedSettings extends TableSettings {
  readonly reasons: { readonly encoding: string; readonly separator: string };
}

/** A file's bytes, inflated, or pasted text. */
export interface TableSource {
  readonly name: string;
  readonly content: Uint8Array<ArrayBuffer> | string;
  /** Whether it was copied from cells of a spreadsheet. */
  readonly sheet: boolean;
}

/** A row that was not taken whole, or not at all. */
export interface Problem {
  /** Of the file, from 1. */
  readonly line: number;
  readonly reason: string;
}

export interface Problems {
  readonly count: number;
  /** The first of them. */
  readonly listed: readonly Problem[];
}

export interface Table {
  /** Of the columns, all different: from the header, from the fields, or "Column 1"… */
  readonly names: readonly string[];
  /** All rows, without the header where there is one; a row may be shorter than the names. */
  readonly rows: readonly (readonly string[])[];
  /** Whether the first row was taken as a header. Null where rows have names of their own. */
  readonly header: boolean | null;
  /** Columns of the header; more are cells that it does not name. */
  readonly width: number;
  /** Rows with nothing in them, left out. */
  readonly blank: number;
  readonly problems: Problems;
  /** Paths of fields that may hold the rows. Of a JSON file that is one object. */
  readonly places: readonly string[];
  /** What holds for the whole file, in sentences: what was replaced, or left out. */
  readonly notes: readonly string[];
}

/** Lets a long read report, pause and stop. */
export interface Reading {
  /** @param fraction Read so far, of 1. */
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal | undefined;
}
