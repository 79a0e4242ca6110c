/** Yields the rows of a JSON file as values: from its lines, an array, or a field that holds them. */

import { FIELD_LIMIT, isFiller, isTooMuch, mended, type Span, spans } from './json-scan.ts';
import { COLUMN_LIMIT } from './limits.ts';

/** Depth of nested fields that may hold the rows. */
const PLACE_DEPTH = 3;
const PLACE_LIMIT = 50;
/** Characters below which a value cannot exceed any limit. */
const SMALL = 500_000;

export type JsonValue =
  | { readonly start: number; readonly end: number; readonly value: unknown }
  | { readonly start: number; readonly end: number; readonly broken: string };

/** One value a line; an array of rows on a line stands for its elements. Null for a blank line. */
export function* lineValues(text: string): Generator<JsonValue | null, void> {
  for (const span of lines(text)) {
    if (span.start >= span.end) yield null;
    else if (holdsRows(text, span)) {
      for (const inner of spans(text.slice(0, span.end), span.start + 1, 'array')) {
        yield parsed(text, inner);
      }
    } else yield parsed(text, span);
  }
}

/**
 * Elements of the arrays in a file, and the values beside them.
 * @param place Where a file that is one object holds its rows; null for the file itself.
 */
export function* fileValues(text: string, place: Span | null): Generator<JsonValue, void> {
  const top = place === null ? spans(text, 0, 'file') : [place];
  for (const span of top) {
    if (text[span.start] !== '[') yield parsed(text, span);
    else for (const inner of spans(text, span.start + 1, 'array')) yield parsed(text, inner);
  }
}

/** Rows of an object of columns: `{"text": […], "label": […]}`, or pandas' `{"text": {"0": …}}`. */
export function* columnValues(text: string, columns: readonly Span[]): Generator<JsonValue, void> {
  const cells = columns.map((span) =>
    spans(text, span.start + 1, text[span.start] === '[' ? 'array' : 'object'),
  );
  for (;;) {
    const fields: [string, unknown][] = [];
    let [start, end] = [text.length, 0];
    for (const [at, { key }] of columns.entries()) {
      const next = cells[at]?.next();
      if (next === undefined || next.done) continue;
      const cell = parsed(text, next.value);
      start = Math.min(start, cell.start);
      end = Math.max(end, cell.end);
      fields.push([nameOf(key), 'value' in cell ? cell.value : text.slice(cell.start, cell.end)]);
    }
    if (fields.length === 0) return;
    yield { start, end, value: Object.fromEntries(fields) };
  }
}

/** The columns of a file that is one object of columns only; null for any other. */
export function columnsOf(text: string, members: readonly Span[]): readonly Span[] | null {
  const isColumn = ({ start, end }: Span) => {
    const [first] = spans(text, start + 1, text[start] === '[' ? 'array' : 'object');
    const opens = text[start] === '[' || text[start] === '{';
    return opens && end > start + 2 && first !== undefined && !/[[{]/.test(text[first.start] ?? '');
  };
  return members.length > 0 && members.every(isColumn) ? members : null;
}

/** Arrays within a file that is one object, by path: each may hold the rows. */
export function placesOf(text: string, members: readonly Span[]): Map<string, Span> {
  const found = new Map<string, Span>();
  const look = (members: Iterable<Span>, prefix: string, depth: number) => {
    for (const span of members) {
      const path = prefix + nameOf(span.key);
      if (found.size === PLACE_LIMIT) return;
      if (text[span.start] === '[') found.set(path, span);
      else if (text[span.start] === '{' && depth < PLACE_DEPTH) {
        look(spans(text, span.start + 1, 'object'), `${path}.`, depth + 1);
      }
    }
  };
  look(members, '', 1);
  return found;
}

/** The place with the longest array of rows; null if the object itself is more likely a row. */
export function guessPlace(text: string): string | null {
  const members = membersOfWhole(text);
  if (columnsOf(text, members) !== null) return null;
  let best: string | null = null;
  let longest = 0;
  for (const [path, { start, end, key }] of placesOf(text, members)) {
    const rows = holdsRows(text, { start, end, key }) || end - start > text.length / 2;
    if (!rows || end - start <= longest) continue;
    best = path;
    longest = end - start;
  }
  return best;
}

/** Whether each line is a value: the first one must be whole. */
export function looksLikeLines(text: string): boolean {
  for (const { start, end, key } of lines(text)) {
    if (start >= end) continue;
    if (!/["[{]/.test(text[start] ?? '')) return false;
    if (end - start <= SMALL) return 'value' in parsed(text, { start, end, key });
    const [first] = spans(text, start, 'file');
    return first?.end === end;
  }
  return false;
}

/** Members of a file that is one object; none for any other file. */
export function membersOfWhole(text: string): Span[] {
  if (!/^[\s\ufeff]*\{/.test(text.slice(0, 1000))) return [];
  const [first, second] = spans(text, 0, 'file');
  if (first === undefined || second !== undefined) return [];
  const members: Span[] = [];
  for (const span of spans(text, first.start + 1, 'object')) {
    members.push(span);
    // A table by columns never has this many fields.
    if (members.length > COLUMN_LIMIT) return [];
  }
  return members;
}

/** Whether an array's first element is an object or an array. */
function holdsRows(text: string, { start }: Span): boolean {
  if (text[start] !== '[') return false;
  const [first] = spans(text, start + 1, 'array');
  return first !== undefined && /[[{]/.test(text[first.start] ?? '');
}

function nameOf(key: string | null): string {
  const name = key === null ? undefined : parsed(key, { start: 0, end: key.length, key });
  return name !== undefined && 'value' in name ? String(name.value) : '';
}

function parsed(text: string, { start, end }: Span): JsonValue {
  const source = text.slice(start, end);
  const excess = source.length > SMALL ? excessOf(source) : null;
  if (excess !== null) return { start, end, broken: excess };
  try {
    // Mending first is cheaper: a failed parse takes as long as many successes.
    const plain = /NaN|Infinity/.test(source) ? mended(source) : source;
    return { start, end, value: JSON.parse(plain) };
  } catch (error) {
    // The first error describes the person's source, not the mended one.
    const why = error instanceof Error ? error.message : String(error);
    const broken = { start, end, broken: `it is not JSON: ${why}` };
    if (!/,\s*[\]}]/.test(source)) return broken;
    try {
      return { start, end, value: JSON.parse(mended(source)) };
    } catch {
      return broken;
    }
  }
}

/** The excess that would hold up the page while parsing; null for none. */
function excessOf(source: string): string | null {
  const excess = isTooMuch(source);
  if (excess === 'depth') return 'its fields are nested too deep to be read';
  return excess && `one value has more than ${FIELD_LIMIT.toLocaleString('en')} fields`;
}

/** Lines without surrounding spaces and trailing commas; brackets alone on a line belong to an array. */
function* lines(text: string): Generator<Span, void> {
  const ends = /[\r\n]/g;
  for (let at = 0; at < text.length; ) {
    ends.lastIndex = at;
    const stop = ends.test(text) ? ends.lastIndex - 1 : text.length;
    let [start, end] = [at, stop];
    while (start < end && isFiller(text.charCodeAt(start))) start += 1;
    while (end > start && isFiller(text.charCodeAt(end - 1))) end -= 1;
    const bracket = end - start === 1 && (text[start] === '[' || text[start] === ']');
    if (!bracket) yield { start, end, key: null };
    at = stop + (text.startsWith('\r\n', stop) ? 2 : 1);
  }
}
