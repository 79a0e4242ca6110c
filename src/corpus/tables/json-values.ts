/** Yields the rows of a JSON file as values: from its lines, an array, or a field that holds them. */

import { namesOf } from './header.ts';
import { cellOf } from './json-cells.ts';
import { FIELD_LIMIT, isFiller, isTooMuch, mended, type Span, spans } from './json-scan.ts';

/** Characters below which a value cannot exceed any limit. */
const SMALL = 500_000;

export type JsonValue =
  | { readonly start: number; readonly end: number; readonly value: unknown }
  | { readonly start: number; readonly end: number; readonly broken: string };

/** One value a line; an array of rows on a line stands for its elements. Null for a blank line. */
export function* lineValues(text: string): Generator<JsonValue | null, void> {
  for (const span of lines(text)) {
    if (span.start >= span.end) yield null;
    else if (/^\[\s*[[{]/.test(text.slice(span.start, span.start + 100))) {
      yield* rowValues(text.slice(0, span.end), span);
    } else {
      const found = parsed(text, span);
      if ('value' in found) yield found;
      else yield* severalOf(text.slice(0, span.end), span) ?? [found];
    }
  }
}

/** Objects of a line that follow each other without anything between; null if some cannot be read. */
function severalOf(text: string, { start }: Span): JsonValue[] | null {
  if (!/\}\s*,?\s*\{/.test(text.slice(start))) return null;
  const all: JsonValue[] = [];
  for (const span of spans(text, start, 'file')) {
    if (text[span.start] !== '{') return null;
    all.push(parsed(text, span));
  }
  return all.length > 1 ? all : null;
}

/** Elements of the arrays in a file, and the values beside them. */
export function* fileValues(text: string): Generator<JsonValue, void> {
  for (const span of spans(text, 0, 'file')) yield* rowValues(text, span);
}

/** Elements of an array, or a value that is none. */
export function* rowValues(text: string, span: Span): Generator<JsonValue, void> {
  if (text[span.start] !== '[') yield parsed(text, span);
  else for (const inner of spans(text, span.start + 1, 'array')) yield parsed(text, inner);
}

/** Rows of an object with a row per key, which becomes the first field. */
export function* keyedValues(text: string, { start }: Span): Generator<JsonValue, void> {
  for (const member of spans(text, start + 1, 'object')) {
    const found = parsed(text, member);
    yield 'value' in found ? { ...found, value: withKey(keyName(member.key), found.value) } : found;
  }
}

function withKey(key: string, value: unknown): object {
  if (typeof value === 'string') return { key, text: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { key, value };
  return { [Object.hasOwn(value, 'key') ? '_key' : 'key']: key, ...value };
}

/** Rows of pandas' `{"columns": […], "index": […], "data": [[…]]}`. */
export function* splitValues(text: string, { start }: Span): Generator<JsonValue, void> {
  const members = new Map(
    [...spans(text, start + 1, 'object')].map((span) => [keyName(span.key), span] as const),
  );
  const listOf = (name: string): unknown[] => {
    const span = members.get(name);
    const found = span && parsed(text, span);
    return found && 'value' in found && Array.isArray(found.value) ? found.value : [];
  };
  const index = listOf('index');
  const counted = index.every((value, at) => value === at);
  const columns = listOf('columns').map(cellOf);
  const data = members.get('data');
  let at = 0;
  for (const found of data === undefined ? [] : rowValues(text, data)) {
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
      fields.push([keyName(key), 'value' in cell ? cell.value : text.slice(cell.start, cell.end)]);
    }
    if (fields.length === 0) return;
    yield { start, end, value: Object.fromEntries(fields) };
  }
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
    const why = error instanceof Error ? error.message : String(error);
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
