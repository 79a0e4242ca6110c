/** Reads the parts that the answers of all stores share. Each throws a DataError that names what is wrong. */
import { list, string, wrong } from '../lib/checks.ts';

/** Most characters taken of a text, and of an id. */
const LONGEST_TEXT = 1_000_000;
const LONGEST_ID = 65_535;

/** A list of at most `most`: a store may not send more than it was asked for. */
export function rowsOf(value: unknown, path: string, most: number): unknown[] {
  const rows = list(value, path);
  if (rows.length > most) throw wrong(path, `a list of at most ${most}`, value);
  return rows;
}

/** An id as text. Numbers beyond 2^53 came rounded, and would name another row. */
export function idOf(value: unknown, path: string): string {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw wrong(path, 'an id that is exact', value);
    return String(value);
  }
  const id = string(value, path);
  if (id.length > LONGEST_ID) throw wrong(path, `an id of at most ${LONGEST_ID} characters`, value);
  return id;
}

/** A text, or null where the row has none. Other values than texts are shown as they are written. */
export function textOf(value: unknown, path: string): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = string(value, path);
  if (text.length > LONGEST_TEXT) {
    throw wrong(path, `a text of at most ${LONGEST_TEXT} characters`, value);
  }
  return text.toWellFormed();
}

export function numberOf(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(path, 'a number', value);
  return value;
}

/** A vector of a known width. */
export function vectorOf(
  value: unknown,
  path: string,
  dim: number | null,
): Float32Array<ArrayBuffer> {
  const numbers = list(value, path);
  if (dim !== null && numbers.length !== dim) throw wrong(path, `a list of ${dim}`, value);
  return Float32Array.from(numbers, (number, at) => numberOf(number, `${path}[${at}]`));
}
