import { excerpt } from '../../lib/excerpt.ts';

/** A file of another form than expected. The message names the file, the line, what was expected and what was found. */
export class FormatError extends Error {
  override readonly name = 'FormatError';

  /** @param line Number of the line, from 1; null for the whole file. */
  constructor(file: string, line: number | null, expected: string, found: string) {
    const where = line === null ? file : `${file}, line ${line}`;
    super(`${where}: expected ${expected}; found ${found}`);
  }
}

/** Names a value of JSON in a message: "the string "abc"", "a list of 3", "the fields "a", "b"". */
export function inWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') {
    const names = Object.keys(value);
    const some = names.slice(0, 8).map((name) => JSON.stringify(excerpt(name, 40)));
    if (names.length === 0) return 'an object without fields';
    return `the fields ${some.join(', ')}${names.length > some.length ? ' and more' : ''}`;
  }
  return `the ${typeof value} ${excerpt(JSON.stringify(value), 60)}`;
}
