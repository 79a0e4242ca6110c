/** Yields the rows of a JSON file as values: from its lines, an array, or a field that holds them. */

import { isObject } from '../../lib/checks.ts';
import { messageOf } from '../../lib/errors.ts';
import { namesOf } from './header.ts';
import { cellOf } from './json-cells.ts';
import { smallJson } from './json-file.ts';
import {
  FIELD_LIMIT,
  isFiller,
  isTooMuch,
  type JsonFile,
  mended,
  type Span,
  spans,
} from './json-scan.ts';

/** Most blank lines that are counted before the page may have a turn. */
const BLANK_LINES = 10_000;
/** A value with fewer characters cannot exceed any limit. */
const SMALL = 500_000;

export type JsonValue =
  | { readonly start: number; readonly end: number; readonly value: unknown }
  | { readonly start: number; readonly end: number; readonly broken: string };

/** Blank lines that follow each other, by their number. */
export interface BlankLines {
  readonly blank: number;
  /** Position after them. */
  readonly end: number;
}

/** One value a line; an array of rows on a line stands for its elements. */
export function* lineValues(text: string): Generator<JsonValue | BlankLines, void> {
  for (const span of lines(text)) {
    if ('blank' in span) yield span;
    else if (/^\[\s*[[{]/.test(text.slice(span.start, span.start + 100))) {
      yield* rowValues(smallJson(text.slice(0, span.end)), span);
    } else {
      const found = parsed(text, span);
      if ('value' in found) yield found;
      else if (isSeveral(text.slice(0, span.end), span)) {
        for (const one of spans(smallJson(text.slice(0, span.end)), span.start, 'file')) {
          yield parsed(text, one);
        }
      } else yield found;
    }
  }
}

/** Objects on a line that are looked at: so many are no chance. */
const SEVERAL = 1_000;

/** Whether a line is objects that follow each other without anything between. */
function isSeveral(text: string, { start }: Span): boolean {
  if (!/\}\s*,?\s*\{/.test(text.slice(start))) return false;
  let count = 0;
  for (const span of spans(smallJson(text), start, 'file')) {
    if (text[span.start] !== '{') return false;
    count += 1;
    if (count === SEVERAL) break;
  }
  return count > 1;
}

/** Elements of the arrays in a file, and the values beside them. */
export function* fileValues(json: JsonFile): Generator<JsonValue, void> {
  for (const span of spans(json, 0, 'file')) yield* rowValues(json, span);
}

/** Elements of an array, or a value that is none. */
export function* rowValues(json: JsonFile, span: Span): Generator<JsonValue, void> {
  const { text } = json;
  if (text[span.start] !== '[') yield parsed(text, span);
  else for (const inner of spans(json, span.start + 1, 'array')) yield parsed(text, inner);
}

/** Rows of an object with a row per key, which becomes the first field. */
export function* keyedValues(json: JsonFile, { start }: Span): Generator<JsonValue, void> {
  for (const member of spans(json, start + 1, 'object')) {
    const found = parsed(json.text, member);
    yield 'value' in found ? { ...found, value: withKey(keyName(member.key), found.value) } : found;
  }
}

function withKey(key: string, value: unknown): object {
  if (typeof value === 'string') return { key, text: value };
  if (!isObject(value)) return { key, value };
  return { [Object.hasOwn(value, 'key') ? '_key' : 'key']: key, ...value };
}

/** Rows of pandas' `{"columns": […], "index": […], "data": [[…]]}`. */
export function* splitValues(json: JsonFile, { start }: Span): Generator<JsonValue, void> {
  const members = new Map(
    [...spans(json, start + 1, 'object')].map((span) => [keyName(span.key), span] as const),
  );
  const listOf = (name: string): unknown[] => {
    const span = members.get(name);
    const found = span && parsed(json.text, span);
    return found && 'value' in found && Array.isArray(found.value) ? found.value : [];
  };
  const index = listOf('index');
  const counted = index.every((value, at) => value === at);
  const columns = listOf('columns').map(cellOf);
  const data = members.get('data');
  let at = 0;
  for (const found of data === undefined ? [] : rowValues(json, data)) {
    const cells = 'value' in found ? (found.value as unknown) : null;
    if (!('value' in found) || !Array.isArray(cells)) yield found;
    else {
      const names = namesOf(columns, cells.length);
      const fields = names.map((name, column) => [name, cells[column]] as const);
      const before = counted ? [] : [['index', index[at]] as const];
      yield { ...found, value: Object.fromEntries([...before, ...fields]) };
    }
    at += 1;
  }
}

/** Rows of an object of columns: `{"text": […], "label": […]}`, or pandas' `{"text": {"0": …}}`. */
export function* columnValues(
  json: JsonFile,
  columns: readonly Span[],
): Generator<JsonValue, void> {
  const { text } = json;
  const cells = columns.map((span) =>
    spans(json, span.start + 1, text[span.start] === '[' ? 'array' : 'object'),
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
      fields.push([keyName(key), 'value' in cell ? cell.value : text.slice(cell.start, cell.end)]);
    }
    if (fields.length === 0) return;
    yield { start, end, value: Object.fromEntries(fields) };
  }
}

/** Whether each line is a value: the first one must be whole. */
export function looksLikeLines(json: JsonFile): boolean {
  const { text } = json;
  for (const line of lines(text)) {
    if ('blank' in line) continue;
    const { start, end, key } = line;
    if (!/["[{]/.test(text[start] ?? '')) return false;
    if (end - start <= SMALL) return 'value' in parsed(text, { start, end, key });
    const [first] = spans(json, start, 'file');
    return first?.end === end;
  }
  return false;
}

/** A key as it is meant, without its quotes. */
export function keyName(key: string | null): string {
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
    const why = messageOf(error);
    const broken = { start, end, broken: isPython(source) ? PYTHON : `it is not JSON: ${why}` };
    if (!/,\s*[\]}]/.test(source)) return broken;
    try {
      return { start, end, value: JSON.parse(mended(source)) };
    } catch {
      return broken;
    }
  }
}

const PYTHON =
  'it is written by Python’s str() or repr(), which is not JSON: write it with json.dumps(…)';

/** Whether a value has Python's quotes or words: `{'text': None}`. */
function isPython(source: string): boolean {
  const start = source.slice(0, 1000);
  return /^[{[(]\s*[ub]?'/.test(start) || /[:[,]\s*(None|True|False)\s*[,}\]]/.test(start);
}

/** The excess that would hold up the page while parsing; null for none. */
function excessOf(source: string): string | null {
  const excess = isTooMuch(source);
  if (excess === 'depth') return 'its fields are nested too deep to be read';
  return excess && `one value has more than ${FIELD_LIMIT.toLocaleString('en')} fields`;
}

/** Lines without surrounding spaces and trailing commas; brackets alone on a line belong to an array. */
function* lines(text: string): Generator<Span | BlankLines, void> {
  const ends = /[\r\n]/g;
  let blank = 0;
  for (let at = 0; at < text.length; ) {
    ends.lastIndex = at;
    const stop = ends.test(text) ? ends.lastIndex - 1 : text.length;
    let [start, end] = [at, stop];
    while (start < end && isFiller(text.charCodeAt(start))) start += 1;
    while (end > start && isFiller(text.charCodeAt(end - 1))) end -= 1;
    at = stop + (text.startsWith('\r\n', stop) ? 2 : 1);
    if (start === end) blank += 1;
    if (blank === BLANK_LINES || (blank > 0 && start < end)) {
      yield { blank, end: start < end ? start : at };
      blank = 0;
    }
    const bracket = end - start === 1 && (text[start] === '[' || text[start] === ']');
    if (start < end && !bracket) yield { start, end, key: null };
  }
  if (blank > 0) yield { blank, end: text.length };
}
