/** Finds where JSON values begin and end, without recursion and without parsing: each is parsed by itself. */

export interface Span {
  readonly start: number;
  readonly end: number;
  /** Key of an object's member as written, with its quotes. */
  readonly key: string | null;
}

/** Deepest nesting that is read. */
const DEPTH_LIMIT = 100_000;
/** Most fields of a value, nested ones included. */
export const FIELD_LIMIT = 200_000;

const BREAK = /["[\]{}]/g;
const STOP = /["[\]{},]/g;

/** Surroundings of the values: an array, an object, or the file itself, where one follows the other. */
export type Within = 'array' | 'object' | 'file';

/**
 * Values from `at` on, until their surroundings are closed or the text ends. A value that never ends
 * reaches to the end of the text.
 */
export function* spans(text: string, at: number, within: Within): Generator<Span, void> {
  for (let from = at; ; ) {
    from = skip(text, from);
    const closed = within !== 'file' && (text[from] === ']' || text[from] === '}');
    if (from >= text.length || closed) return;
    let key: string | null = null;
    if (within === 'object') {
      const end = text[from] === '"' ? stringEnd(text, from) : from;
      const colon = skip(text, end);
      if (text[colon] === ':') {
        key = text.slice(from, end);
        from = skip(text, colon + 1);
      }
    }
    const end = valueEnd(text, from);
    yield { start: from, end, key };
    from = end;
  }
}

/** Where an array's or object's first value begins, found without its end; -1 for none. */
export function firstStart(text: string, { start }: Span): number {
  const first = skip(text, start + 1);
  if (text[start] === '[') return first < text.length && text[first] !== ']' ? first : -1;
  if (text[start] !== '{' || text[first] !== '"') return -1;
  const colon = skip(text, stringEnd(text, first));
  return text[colon] === ':' ? skip(text, colon + 1) : -1;
}

/** End of the value that begins at `at`, or of the text if the value never ends. */
function valueEnd(text: string, at: number): number {
  const first = text[at];
  if (first === '"') return stringEnd(text, at);
  if (first !== '[' && first !== '{') {
    // A number, a word or invalid JSON extends to the next separator, by at least one character.
    const plain = /[\s,[\]{}"]/g;
    plain.lastIndex = at + 1;
    return plain.test(text) ? plain.lastIndex - 1 : text.length;
  }
  let depth = 0;
  BREAK.lastIndex = at;
  while (BREAK.test(text)) {
    const char = text[BREAK.lastIndex - 1];
    if (char === '"') BREAK.lastIndex = stringEnd(text, BREAK.lastIndex - 1);
    else if (char === '[' || char === '{') {
      depth += 1;
      // Values this deep are not read, so their end does not matter.
      if (depth > DEPTH_LIMIT) return text.length;
    } else {
      depth -= 1;
      if (depth === 0) return BREAK.lastIndex;
    }
  }
  return text.length;
}

/** Whether a value exceeds the depth or the number of fields that are read. */
export function isTooMuch(source: string): 'depth' | 'fields' | null {
  const marks = /["[\]{}:]/g;
  let [depth, fields] = [0, 0];
  while (marks.test(source)) {
    const char = source[marks.lastIndex - 1];
    if (char === '"') marks.lastIndex = stringEnd(source, marks.lastIndex - 1);
    else if (char === ':') fields += 1;
    else depth += char === '[' || char === '{' ? 1 : -1;
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
    from = stringEnd(source, quote);
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
    if (char === '"') STOP.lastIndex = stringEnd(source, at);
  }
  return kept.join('') + source.slice(from);
}

function stringEnd(text: string, at: number): number {
  for (let from = at + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return text.length;
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
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
