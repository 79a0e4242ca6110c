/** Finds where the rows of a JSON file may lie: arrays, and objects with a row or a column per key. */
import { isKnown } from './header.ts';
import { firstStart, type Span, spans } from './json-scan.ts';
import { keyName } from './json-values.ts';
import { COLUMN_LIMIT } from './limits.ts';

/** Rows: elements of an array. Keys: a row per key. Columns: a column per key. Split: pandas' columns, index and data. */
type Shape = 'rows' | 'keys' | 'columns' | 'split';

export interface RowsPlace {
  /** Way from the file's value: names of fields, and null for each element of an array. */
  readonly steps: readonly (string | null)[];
  readonly as: Shape;
  /** Characters it spans; 0 for a place that lies in each element of another. */
  readonly length: number;
}

/** Nesting up to which places are looked for. */
const DEPTH = 6;
const PLACES = 50;
/** Elements of an array whose fields are looked at, and members of an object with a row per key. */
const LOOKED_INTO = 5;
const FEW = 20;
/** Characters of a member beyond which only its first field is looked at. */
const LARGE = 1_000_000;
const SUFFIX = { rows: '', keys: '{}', columns: '{columns}', split: '{split}' } as const;

/** The file's only value, if it is an object or array. */
export function rootOf(text: string): Span | null {
  if (!/^[\s\ufeff]*[{[]/.test(text.slice(0, 1000))) return null;
  const [first, second] = spans(text, 0, 'file');
  return first !== undefined && second === undefined ? first : null;
}

/**
 * Places by their path: "result.rows", "data[].paragraphs" for the arrays within the elements of another,
 * "data{}" for an object with a row per key, "{columns}" and "{split}" for tables by columns.
 */
export function placesOf(text: string): Map<string, RowsPlace> {
  const found = new Map<string, RowsPlace>();
  const add = (path: string, steps: RowsPlace['steps'], span: Span, as: Shape) => {
    const length = steps.includes(null) ? 0 : span.end - span.start;
    if (found.size < PLACES) found.set(path + SUFFIX[as], { steps, as, length });
  };
  const look = (span: Span, path: string, steps: RowsPlace['steps']) => {
    if (found.size >= PLACES || steps.length > DEPTH) return;
    const each = steps.includes(null);
    if (text[span.start] === '[') {
      if (steps.length > 0 && (!each || holdsObjects(text, span))) add(path, steps, span, 'rows');
      for (const element of some(spans(text, span.start + 1, 'array'), LOOKED_INTO)) {
        if (text[element.start] === '{') look(element, `${path}[]`, [...steps, null]);
      }
    } else if (text[span.start] === '{') {
      const members = membersOf(text, span);
      const shape = each ? null : shapeOf(text, members);
      const whole = steps.length === 0;
      if (shape !== null && !(whole && shape === 'columns')) add(path, steps, span, shape);
      if (shape === 'columns' && isDictionary(text, members)) add(path, steps, span, 'keys');
      const few = members.length <= COLUMN_LIMIT && isDictionary(text, members);
      if (shape === 'keys' && few) add(path, steps, span, 'columns');
      if (shape === 'keys' && members.length > FEW) return;
      for (const member of members.slice(0, COLUMN_LIMIT)) {
        if (shape === 'columns' && text[member.start] !== '[') continue;
        const name = keyName(member.key);
        look(member, path === '' ? name : `${path}.${name}`, [...steps, name]);
      }
    }
  };
  const root = rootOf(text);
  if (root !== null) look(root, '', []);
  return found;
}

/** The columns of a file that is one object with a column per key; null for any other. */
export function jsonColumns(text: string): readonly Span[] | null {
  const root = rootOf(text);
  if (root === null || text[root.start] !== '{') return null;
  const members = membersOf(text, root);
  return shapeOf(text, members) === 'columns' ? members : null;
}

/** The place that spans most rows; null if the file itself is more likely to hold them. */
export function guessPlace(text: string): string | null {
  const root = rootOf(text);
  if (root === null || text[root.start] !== '{') return null;
  const shape = shapeOf(text, membersOf(text, root));
  if (shape === 'columns') return null;
  if (shape === 'split') return SUFFIX.split;
  let best: string | null = null;
  let longest = shape === 'keys' ? 0.3 * text.length : 0;
  for (const [path, { steps, as, length }] of placesOf(text)) {
    if (steps.length === 0 || length <= longest) continue;
    const span = reach(text, root, steps).next().value;
    const rows = as === 'rows' && span !== undefined && holdsRows(text, span);
    if (!rows && length <= text.length / 2) continue;
    best = path;
    longest = length;
  }
  return best ?? (shape === 'keys' ? SUFFIX.keys : null);
}

/** The values at the end of a way. */
export function* reach(
  text: string,
  span: Span,
  [step, ...rest]: RowsPlace['steps'],
): Generator<Span, void> {
  if (step === undefined) yield span;
  else if (step === null) {
    if (text[span.start] !== '[') return;
    for (const inner of spans(text, span.start + 1, 'array')) yield* reach(text, inner, rest);
  } else if (text[span.start] === '{') {
    for (const inner of spans(text, span.start + 1, 'object')) {
      if (keyName(inner.key) === step) yield* reach(text, inner, rest);
    }
  }
}

/** Whether an array's first element is an object or an array. */
function holdsRows(text: string, span: Span): boolean {
  return /^[[{]/.test(firstOf(text, span));
}

function holdsObjects(text: string, span: Span): boolean {
  return firstOf(text, span) === '{';
}

/** The first character of an array's or object's first value; '' for none. */
function firstOf(text: string, span: Span): string {
  const start = firstStart(text, span);
  return start === -1 ? '' : (text[start] ?? '');
}

/** Members of an object, one more than a table by columns can have at most. */
function membersOf(text: string, { start }: Span): Span[] {
  return [...some(spans(text, start + 1, 'object'), COLUMN_LIMIT + 1)];
}

function isDictionary(text: string, members: readonly Span[]): boolean {
  return members.every(({ start }) => text[start] === '{');
}

/** How the members of an object make a table; null if they are one row. */
function shapeOf(text: string, members: readonly Span[]): Exclude<Shape, 'rows'> | null {
  const [first, second] = members;
  if (first === undefined) return null;
  const names = members.map(({ key }) => keyName(key));
  const split = /^(columns|index|data|(index|column)_names)$/;
  if (names.every((name) => split.test(name)) && names.includes('columns')) {
    return names.includes('data') ? 'split' : null;
  }
  const hasCells = (span: Span) => /^[^[{]/.test(firstOf(text, span));
  const columns = members.length <= COLUMN_LIMIT && members.every(hasCells);
  if (!isDictionary(text, members)) {
    if (columns) return 'columns';
    const texts = members.every(({ start }) => text[start] === '"') && !names.some(isKnown);
    return texts && (members.length > FEW || isIndex(names)) ? 'keys' : null;
  }
  const inner = namesWithin(text, first);
  const named = names.some(isKnown) && !inner.some(isKnown);
  if (columns && (named || (isIndex(inner) && !isIndex(names)))) return 'columns';
  if (second === undefined) return null;
  const other = new Set(namesWithin(text, second));
  const shared = inner.filter((name) => other.has(name)).length;
  return shared > 0 && 2 * shared >= Math.min(inner.length, other.size) ? 'keys' : null;
}

/** Names of a member's fields; those of one that spans a large part of the file do not make it a row. */
function namesWithin(text: string, span: Span): string[] {
  if (span.end - span.start > LARGE) return [keyName(keyOf(text, span))];
  return membersOf(text, span).map(({ key }) => keyName(key));
}

/** The first key of an object as written. */
function keyOf(text: string, { start }: Span): string {
  return /"(?:[^"\\]|\\.)*"/y.exec(text.slice(start + 1, start + 1000).trimStart())?.[0] ?? '""';
}

/** Whether names count something: "0", "1"… or "row_0", "row_1"…. */
function isIndex(names: readonly string[]): boolean {
  const [shape, ...others] = new Set(names.map((name) => name.replace(/\d+/g, '0')));
  return shape?.includes('0') === true && others.length === 0;
}

/** The first values of a series. */
function* some(all: Iterable<Span>, most: number): Generator<Span, void> {
  let count = 0;
  for (const span of all) {
    if (count === most) return;
    count += 1;
    yield span;
  }
}
