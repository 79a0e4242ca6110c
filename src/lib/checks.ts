/**
 * Checks of JSON that comes from outside. The first three tell; the others return the value, or throw a DataError that names
 * the value, its place (`path`, as in "lenses[2].name") and what is expected there.
 */
import { DataError } from './data-error.ts';

/** Whether the value is an object with fields: no list, and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isInteger(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

/** The value as one of the allowed; undefined if it is none of them. */
export function optionOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((option) => option === value);
}

/** @throws DataError if the value is no list. */
export function list(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) throw wrong(path, 'a list', value);
  return value;
}

/** @throws DataError if the value is no object. */
export function object(value: unknown, path: string): Record<string, unknown> {
  if (!isObject(value)) throw wrong(path, 'an object', value);
  return value;
}

/** An integer from `least` to `most`. @throws DataError */
export function integer(value: unknown, path: string, least: number, most: number): number {
  if (!isInteger(value, least, most)) {
    throw wrong(path, `an integer from ${least} to ${most}`, value);
  }
  // −0 is an integer too.
  return value + 0;
}

/** @throws DataError if the value is no text. */
export function string(value: unknown, path: string): string {
  if (typeof value !== 'string') throw wrong(path, 'a text', value);
  return value;
}

/** @throws DataError if the value is none of the allowed. */
export function oneOf<T extends string>(allowed: readonly T[], value: unknown, path: string): T {
  const found = optionOf(allowed, value);
  if (found === undefined) throw wrong(path, `one of ${allowed.map(show).join(', ')}`, value);
  return found;
}

/** The error of a value at `path`, which names both and what is expected. */
export function wrong(path: string, expected: string, value: unknown): DataError {
  return new DataError(
    value === undefined
      ? `${path} is missing; it must be ${expected}.`
      : `${path} is ${show(value)}; it must be ${expected}.`,
  );
}

/** Shows a value as JSON, cut to keep the message readable. */
export function show(value: unknown): string {
  // A list or an object may be huge, so only its kind is shown.
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return 'an object';
  // JSON writes as null an infinity, which it reads from 1e999.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'missing');
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
