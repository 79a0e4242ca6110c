import { PROJECTIONS, type Projection } from '../analysis/types.ts';
import { integer, list, object, oneOf, show, string, wrong } from '../lib/checks.ts';
import { DataError } from '../lib/data-error.ts';
import { type Given, markOf } from './given.ts';
import { LENS_COLOURS, type Lens, MOST_LENSES } from './lens.ts';

export interface TextItem {
  readonly id: string;
  /** Text as typed: stripping is the tokeniser's work. */
  readonly text: string;
  /** Cells of the text's row, by the workspace's columns; null where the row has none. */
  readonly cells?: readonly (string | null)[];
}

export interface GroupedText extends TextItem {
  readonly group: 'A' | 'B';
  /** Class that a person gave the text; absent if no one did. */
  readonly label?: string;
}

/** Names of the columns that say which document a text is a chunk of, and where it stands there. */
export interface ChunkColumns {
  /** Name of the document, unique in its list. */
  readonly document: string;
  /** Number of the chunk in its document, from 1. */
  readonly chunk: string;
  /** Place of its first character in the document, and of the one after its last, in UTF-16 units. */
  readonly start: string;
  readonly end: string;
}

/** Everything that a person enters. The results on the right of the page are computed from it. */
export interface Workspace {
  /**
   * Version: 3 where texts came with columns, which earlier Facets would lose; 5 where a lens has vectors from a file,
   * whose mark they would read as an instruction. (4 is a stored record whose lists are in slices.)
   */
  readonly version: 2 | 3 | 5;
  readonly name: string;
  /** Lenses in display order, 1 to `MOST_LENSES`. */
  readonly lenses: readonly Lens[];
  readonly texts: readonly GroupedText[];
  readonly queries: readonly TextItem[];
  readonly documents: readonly TextItem[];
  /** Names of the columns that came with texts of any list, unique; absent in version 2. */
  readonly columns?: readonly string[];
  /** Columns that hold labels: each is a facet of truth that a person may take. Absent where none was named. */
  readonly facets?: readonly string[];
  /** Column that names the texts. */
  readonly idColumn?: string;
  /** Columns of chunks; absent where no text was cut into any. A text without a cell in `document` is whole. */
  readonly chunks?: ChunkColumns;
  /** Number of clusters. */
  readonly k: number;
  readonly projection: Projection;
}

/** Most values of a vector. */
const MOST_VALUES = 65_536;
/** Most clusters: far beyond what colours and shapes tell apart, and k-means still takes seconds. */
export const MOST_CLUSTERS = 1_000;

/** Makes a workspace without texts, with one lens that has no instructions. */
export function emptyWorkspace(): Workspace {
  return {
    version: 2,
    name: 'Untitled',
    lenses: [
      {
        id: 'lens-1',
        name: 'Lens 1',
        colour: 0,
        on: true,
        instruction: '',
        queryInstruction: '',
        documentInstruction: '',
      },
    ],
    texts: [],
    queries: [],
    documents: [],
    k: 2,
    projection: 'pca',
  };
}

/** Name and id of the lens that a version 1 workspace becomes. */
const FIRST_LENS = { id: 'lens-1', name: 'Lens 1', colour: 0, on: true } as const;

/**
 * Reads a workspace from parsed JSON: version 5, 3, 2, or 1, whose single set of instructions becomes
 * one lens. Drops unknown fields.
 * @throws DataError that names the first missing or wrong field, or the unreadable version.
 */
export function parseWorkspace(json: unknown): Workspace {
  const fields = object(json, 'workspace');
  const { version } = fields;
  if (version !== 1 && version !== 2 && version !== 3 && version !== 5) throw unreadable(version);
  const k = integer(fields.k, 'k', 1, MOST_CLUSTERS);
  // Version 5 has them or not.
  const hasColumns = version === 3 || (version === 5 && fields.columns !== undefined);
  const columns = hasColumns ? names(fields.columns, 'columns') : [];
  const width = columns.length;
  const read =
    version === 1
      ? [{ ...FIRST_LENS, ...instructions(fields, '') }]
      : lenses(fields.lenses, version === 5);
  const isGiven = read.some(({ given }) => given !== undefined);
  return {
    version: isGiven ? 5 : width > 0 ? 3 : 2,
    name: string(fields.name, 'name'),
    lenses: read,
    texts: items(fields.texts, 'texts', width, (entry, path, item) => ({
      ...item,
      group: oneOf(['A', 'B'], entry.group, `${path}.group`),
      ...(entry.label !== undefined && { label: string(entry.label, `${path}.label`) }),
    })),
    queries: items(fields.queries, 'queries', width, (_entry, _path, item) => item),
    documents: items(fields.documents, 'documents', width, (_entry, _path, item) => item),
    ...(width > 0 && { columns }),
    ...(fields.facets !== undefined && { facets: within(fields.facets, 'facets', columns) }),
    ...(fields.idColumn !== undefined && { idColumn: oneOf(columns, fields.idColumn, 'idColumn') }),
    ...(fields.chunks !== undefined && { chunks: chunkColumns(fields.chunks, columns) }),
    k,
    projection: oneOf(PROJECTIONS, fields.projection, 'projection'),
  };
}

function unreadable(version: unknown): DataError {
  const newer = typeof version === 'number' && version > 3;
  return new DataError(
    `version is ${show(version)}; this Facet reads versions 1, 2, 3 and 5. ${
      newer
        ? 'A newer Facet wrote it: reload the page to get that version.'
        : 'Facet did not write it.'
    }`,
  );
}

function lenses(value: unknown, mayBeGiven: boolean): Lens[] {
  const read = entries(value, 'lenses', (entry, path, id): Lens => {
    const { on } = entry;
    if (typeof on !== 'boolean') throw wrong(`${path}.on`, 'true or false', on);
    const name = string(entry.name, `${path}.name`);
    const colour = integer(entry.colour, `${path}.colour`, 0, LENS_COLOURS - 1);
    const shared = { id, name, colour, on };
    if (!mayBeGiven || entry.given === undefined) {
      return { ...shared, ...instructions(entry, `${path}.`) };
    }
    const given = givenOf(entry.given, `${path}.given`);
    const mark = markOf(given);
    const marked = { instruction: mark, queryInstruction: mark, documentInstruction: mark };
    return { ...shared, ...marked, given };
  });
  if (read.length < 1 || read.length > MOST_LENSES) {
    throw new DataError(`lenses is a list of ${read.length}; it must hold 1 to ${MOST_LENSES}.`);
  }
  return read;
}

function givenOf(value: unknown, path: string): Given {
  const fields = object(value, path);
  const fingerprint = string(fields.fingerprint, `${path}.fingerprint`);
  if (!/^[0-9a-z]{1,64}$/.test(fingerprint)) {
    throw wrong(`${path}.fingerprint`, 'letters and digits', fingerprint);
  }
  return {
    file: string(fields.file, `${path}.file`),
    dim: integer(fields.dim, `${path}.dim`, 1, MOST_VALUES),
    fingerprint,
  };
}

function instructions(fields: Record<string, unknown>, path: string) {
  return {
    instruction: string(fields.instruction, `${path}instruction`),
    queryInstruction: string(fields.queryInstruction, `${path}queryInstruction`),
    documentInstruction: string(fields.documentInstruction, `${path}documentInstruction`),
  };
}

function items<T extends TextItem>(
  value: unknown,
  path: string,
  width: number,
  make: (entry: Record<string, unknown>, path: string, item: TextItem) => T,
): T[] {
  return entries(value, path, (entry, at, id) => {
    const text = string(entry.text, `${at}.text`);
    if (width === 0 || entry.cells === undefined) return make(entry, at, { id, text });
    const cells = list(entry.cells, `${at}.cells`).map((cell, i) =>
      cell === null ? null : string(cell, `${at}.cells[${i}]`),
    );
    if (cells.length > width) throw wrong(`${at}.cells`, `at most ${width} cells`, cells);
    return make(entry, at, { id, text, cells });
  });
}

function chunkColumns(value: unknown, columns: readonly string[]): ChunkColumns {
  const fields = object(value, 'chunks');
  const column = (name: keyof ChunkColumns) => oneOf(columns, fields[name], `chunks.${name}`);
  const found = {
    ...{ document: column('document'), chunk: column('chunk') },
    ...{ start: column('start'), end: column('end') },
  };
  names(Object.values(found), 'chunks');
  return found;
}

/** A list of unique names of columns. */
function within(value: unknown, path: string, columns: readonly string[]): string[] {
  return names(value, path).map((name, i) => oneOf(columns, name, `${path}[${i}]`));
}

/** A list of unique texts. */
function names(value: unknown, path: string): string[] {
  const seen = new Set<string>();
  return list(value, path).map((each, i) => {
    const name = string(each, `${path}[${i}]`);
    if (seen.has(name)) throw again(`${path}[${i}]`, name, path);
    seen.add(name);
    return name;
  });
}

function again(at: string, value: string, path: string): DataError {
  return new DataError(
    `${at} is ${show(value)}, which another of the ${path} has too: rename one.`,
  );
}

/** Reads a list of objects with unique ids. */
function entries<T>(
  value: unknown,
  path: string,
  make: (entry: Record<string, unknown>, path: string, id: string) => T,
): T[] {
  const seen = new Set<string>();
  return list(value, path).map((raw: unknown, index) => {
    const at = `${path}[${index}]`;
    const entry = object(raw, at);
    const id = string(entry.id, `${at}.id`);
    if (seen.has(id)) throw again(`${at}.id`, id, path);
    seen.add(id);
    return make(entry, at, id);
  });
}
