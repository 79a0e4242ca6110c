/** Cells of JSON's values: a column for each field, and for each field within it by its path. */
import { COLUMN_LIMIT } from './limits.ts';

/** Fields within fields; deeper ones stay JSON. */
const DEPTH = 8;
/** Elements of an array that get columns of their own. */
const ELEMENTS = 10;

/** The columns of a file's objects, in the order they are first seen. */
export class JsonColumns {
  readonly #at = new Map<string, number>();
  #beyond: string | null = null;
  #tooDeep: string | null = null;

  get names(): string[] {
    return [...this.#at.keys()];
  }

  /** The first field that had no place any more. */
  get beyond(): string | null {
    return this.#beyond;
  }

  /** Row of one object, and the field that is nested too deep to be a cell. */
  row(fields: object): { readonly row: string[]; readonly tooDeep: string | null } {
    const row: string[] = [];
    this.#tooDeep = null;
    this.#put(row, '', fields, 0);
    return { row: filled(row), tooDeep: this.#tooDeep };
  }

  /** Row of one text. */
  text(text: string): string[] {
    const row: string[] = [];
    this.#set(row, 'text', text);
    return filled(row);
  }

  #put(row: string[], path: string, value: unknown, depth: number): void {
    if (typeof value === 'object' && value !== null && depth < DEPTH) {
      if (Array.isArray(value)) {
        this.#set(row, path, this.cell(path, value));
        for (const [at, element] of value.slice(0, ELEMENTS).entries()) {
          // Numbers are vectors and spans, never texts.
          if (typeof element === 'string' || (typeof element === 'object' && element !== null)) {
            this.#put(row, `${path}[${at}]`, element, depth + 1);
          }
        }
        return;
      }
      const members = Object.entries(value);
      for (const [key, member] of members) {
        this.#put(row, path === '' ? key : `${path}.${key}`, member, depth + 1);
      }
      if (members.length > 0 || path === '') return;
    }
    this.#set(row, path, this.cell(path, value));
  }

  /** One value as a cell; what is nested too deep is none. */
  cell(path: string, value: unknown): string {
    try {
      return cellOf(value);
    } catch (error) {
      // What can be parsed without end can be written only so deep.
      if (!(error instanceof RangeError)) throw error;
      this.#tooDeep ??= path;
      return '';
    }
  }

  #set(row: string[], path: string, cell: string): void {
    let column = this.#at.get(path);
    if (column === undefined) {
      if (this.#at.size === COLUMN_LIMIT) {
        this.#beyond ??= path;
        return;
      }
      column = this.#at.size;
      this.#at.set(path, column);
    }
    row[column] = cell;
  }
}

/** A value as a cell: strings as they are, null as nothing, all else as JSON. */
export function cellOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

/** Without holes, and not longer than its last cell. */
function filled(row: string[]): string[] {
  return Array.from(row, (cell) => cell ?? '');
}
