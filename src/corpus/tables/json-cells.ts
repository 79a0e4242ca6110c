/** Turns JSON values into cells: each field, and each nested field by its path, has a column. */
import { isolated } from '../../lib/isolate.ts';
import { COLUMN_LIMIT } from './limits.ts';
import type { Row } from './types.ts';

/** Depth of nested fields that get columns; deeper ones stay JSON. */
const DEPTH = 8;
/** Deepest nesting of a cell: writing a value as JSON takes time with the square of its depth. */
const CELL_DEPTH = 50;
/** Elements of an array that get columns. */
const ELEMENTS = 10;
/** Joins the names of a path: a dot may be in a name, so that "a.b" and "b" of "a" are two columns. */
const STEP = '\0.';

/** Columns of a file's objects, in order of appearance. */
export class JsonColumns {
  readonly #at = new Map<string, number>();
  #beyond: string | null = null;
  #tooDeep: string | null = null;

  get names(): string[] {
    return [...this.#at.keys()].map((path) => path.split(STEP).join('.'));
  }

  /** Number of cells in which a zero character was replaced. */
  zeros = 0;

  /** The first field that found no column left. */
  get beyond(): string | null {
    return this.#beyond;
  }

  /** Row of an object, and its field that is nested too deep for a cell. */
  row(fields: object): { readonly row: Row; readonly tooDeep: string | null } {
    const row: Row = [];
    this.#tooDeep = null;
    this.#put(row, '', fields, 0);
    return { row: filled(row), tooDeep: this.#deepest() };
  }

  /** Row of fields in their order. A value that is nested too deep leaves its cell empty. */
  rowOf(fields: Iterable<readonly [name: string, value: unknown]>): Row {
    const row: Row = [];
    for (const [name, value] of fields) this.#put(row, name, value, 1);
    return filled(row);
  }

  /** Row of a text. */
  text(text: string): Row {
    const row: Row = [];
    this.#set(row, 'text', text);
    return filled(row);
  }

  /** Row of an array, and whether a cell of it is nested too deep. */
  cells(values: readonly unknown[]): { readonly row: Row; readonly tooDeep: string | null } {
    this.#tooDeep = null;
    const row = values.map((value, column) => this.#plain(this.#cell(`${column + 1}`, value)));
    return { row, tooDeep: this.#deepest() };
  }

  /** Sentences about what was left out or replaced. */
  notes(): string[] {
    const { beyond, zeros } = this;
    const notes: string[] = [];
    if (beyond !== null) {
      notes.push(
        `Only the first ${COLUMN_LIMIT.toLocaleString('en')} fields are read: “${isolated(beyond)}” and those after it are left out.`,
      );
    }
    if (zeros > 0) {
      const cells = zeros === 1 ? '1 cell' : `${zeros.toLocaleString('en')} cells`;
      notes.push(`Zero characters (\\u0000) in ${cells} were replaced by �.`);
    }
    return notes;
  }

  #put(row: Row, path: string, value: unknown, depth: number): void {
    if (typeof value === 'object' && value !== null && depth < DEPTH) {
      if (Array.isArray(value)) {
        this.#set(row, path, this.#cell(path, value));
        for (const [at, element] of value.slice(0, ELEMENTS).entries()) {
          // Arrays of numbers are vectors and spans, never texts.
          if (typeof element === 'string' || (typeof element === 'object' && element !== null)) {
            this.#put(row, `${path}[${at}]`, element, depth + 1);
          }
        }
        return;
      }
      const members = Object.entries(value);
      for (const [key, member] of members) {
        this.#put(row, depth === 0 ? key : path + STEP + key, member, depth + 1);
      }
      if (members.length > 0 || depth === 0) return;
    }
    this.#set(row, path, this.#cell(path, value));
  }

  #deepest(): string | null {
    return this.#tooDeep?.split(STEP).join('.') ?? null;
  }

  #plain(cell: string | null): string | null {
    if (cell === null || !cell.includes('\0')) return cell;
    this.zeros += 1;
    return cell.replaceAll('\0', '\ufffd');
  }

  /** A value as a cell: null for a missing one; empty if the value is nested too deep. */
  #cell(path: string, value: unknown): string | null {
    if (value === null || value === undefined) return null;
    if (!isDeeper(value, CELL_DEPTH)) return cellOf(value);
    this.#tooDeep ??= path;
    return '';
  }

  #set(row: Row, path: string, cell: string | null): void {
    let column = this.#at.get(path);
    if (column === undefined) {
      if (this.#at.size === COLUMN_LIMIT) {
        this.#beyond ??= path;
        return;
      }
      column = this.#at.size;
      this.#at.set(path, column);
    }
    row[column] = this.#plain(cell);
  }
}

/** A value as a cell: strings unchanged, null as empty, the rest as JSON. */
export function cellOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

/** Whether a value holds others in more than `most` levels. */
function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (most === 0) return true;
  return Object.values(value).some((inner) => isDeeper(inner, most - 1));
}

/** A row with null in place of its holes. By hand: an iterator takes ten times as long on a wide row of few cells. */
function filled(row: Row): Row {
  const all: Row = new Array(row.length);
  for (let at = 0; at < row.length; at++) all[at] = row[at] ?? null;
  return all;
}
