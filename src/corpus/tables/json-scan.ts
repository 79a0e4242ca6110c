/** Finds where JSON values begin and end, without recursion and without parsing: each is parsed by itself. */
import { stringEnd } from '../../lib/json-size.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
  /** Key of an object's member as written, with its quotes. */
  readonly key: string | null;
}

export interface LargeValue {
  readonly end: number;
  /** Commas between its own elements or members. */
  readonly commas: number;
}

export interface JsonFile {
  readonly text: string;
  /** Large arrays and objects by the position where they begin. */
  readonly large: ReadonlyMap<number, LargeValue>;
}

/** Deepest nesting that is read. */
export const DEPTH_LIMIT = 100_000;
/** Most fields of a value, nested ones included. */
export const FIELD_LIMIT = 200_000;

const QUOTE = 0x22;
const COLON = 0x3a;
const STOP = /["[\]{},]/g;

/** Surroundings of the values: an array, an object, or the file itself, where one follows the other. */
export type Within = 'array' | 'object' | 'file';

/**
 * Values from `at` on, until their surroundings are closed or the text ends. A value that never ends
 * reaches to the end of the text.
 */
export function* spans(json: JsonFile, at: number, within: Within): Generator<Span, void> {
  const { text, large } = json;
  for (let from = at; ; ) {
    from = skip(text, from);
    const closed = within !== 'file' && (text[from] === ']' || text[from] === '}');
    if (from >= text.length || closed) return;
    let key: string | null = null;
    if (within === 'object') {
      const end = text[from] === '"' ? afterString(text, from) : from;
      const colon = skip(text, end);
      if (text[colon] === ':') {
        key = text.slice(from, end);
        from = skip(text, colon + 1);
      }
    }
    const end = large.get(from)?.end ?? valueEnd(text, from);
    yield { start: from, end, key };
    from = end;
  }
}

/** Where an array's or object's first value begins, found without its end; -1 for none. */
export function firstStart({ text }: JsonFile, { start }: Span): number {
  const first = skip(text, start + 1);
  if (text[start] === '[') return first < text.length && text[first] !== ']' ? first : -1;
  if (text[start] !== '{' || text[first] !== '"') return -1;
  const colon = skip(text, afterString(text, first));
  return text[colon] === ':' ? skip(text, colon + 1) : -1;
}

/** End of the value that begins at `at`, or of the text if the value never ends. */
function valueEnd(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === QUOTE) return afterString(text, at);
  if (!isOpen(first)) {
    // A number, a word or invalid JSON extends to the next separator, by at least one character.
    const plain = /[\s,[\]{}"]/g;
    plain.lastIndex = at + 1;
    return plain.test(text) ? plain.lastIndex - 1 : text.length;
  }
  // Codes one by one: a regular expression takes twenty times as long on a file of brackets.
  let depth = 0;
  for (let next = at; next < text.length; next++) {
    const code = text.charCodeAt(next);
    if (code === QUOTE) next = afterString(text, next) - 1;
    else if (isOpen(code)) {
      depth += 1;
      // Values this deep are not read, so their end does not matter.
      if (depth > DEPTH_LIMIT) return text.length;
    } else if (isClose(code)) {
      depth -= 1;
      if (depth === 0) return next + 1;
    }
  }
  return text.length;
}

export function isOpen(code: number): boolean {
  return code === 0x5b || code === 0x7b;
}

export function isClose(code: number): boolean {
  return code === 0x5d || code === 0x7d;
}

/** Whether a value exceeds the depth or the number of fields that are read. */
export function isTooMuch(source: string): 'depth' | 'fields' | null {
  let [depth, fields] = [0, 0];
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === QUOTE) at = afterString(source, at) - 1;
    else if (code === COLON) fields += 1;
    else if (isOpen(code)) depth += 1;
    else if (isClose(code)) depth -= 1;
    else continue;
    if (depth > DEPTH_LIMIT) return 'depth';
    if (fields > FIELD_LIMIT) return 'fields';
  }
  return null;
}

/**
 * Mends JSON as Python and people write it: NaN becomes null, infinities their names, and commas before
 * a closing bracket go. Strings stay unchanged.
 */
export function mended(source: string): string {
  let out = '';
  let from = 0;
  while (from < source.length) {
    const quote = source.indexOf('"', from);
    const end = quote === -1 ? source.length : quote;
    out += source
      .slice(from, end)
      .replace(/\bNaN\b/g, 'null')
      .replace(/-?\bInfinity\b/g, (word) => `"${word}"`);
    if (quote === -1) break;
    from = afterString(source, quote);
    out += source.slice(quote, from);
  }
  return withoutLastCommas(out);
}

function withoutLastCommas(source: string): string {
  const kept: string[] = [];
  let from = 0;
  STOP.lastIndex = 0;
  let comma = -1;
  while (STOP.test(source)) {
    const at = STOP.lastIndex - 1;
    const char = source[at];
    if (comma !== -1 && (char === ']' || char === '}') && skip(source, comma + 1) === at) {
      kept.push(source.slice(from, comma));
      from = comma + 1;
    }
    comma = char === ',' ? at : -1;
    if (char === '"') STOP.lastIndex = afterString(source, at);
  }
  return kept.join('') + source.slice(from);
}

/** The position after the string that opens at `at`, or the text's end. */
export function afterString(text: string, at: number): number {
  return Math.min(text.length, stringEnd(text, at) + 1);
}

/** The position after white space and any number of commas. */
function skip(text: string, at: number): number {
  let next = at;
  while (next < text.length && isFiller(text.charCodeAt(next))) next += 1;
  return next;
}

/** Whether a code is white space, a comma or a byte order mark. */
export function isFiller(code: number): boolean {
  return code === 0x20 || (code >= 9 && code <= 13) || code === 0x2c || code === 0xfeff;
}
