/** Reads rows of JSON. Lists a broken value and reads on. */

import { DataError } from '../../lib/data-error.ts';
import { isolated } from '../../lib/isolate.ts';
import { nextTask } from '../../lib/turns.ts';
import { checkRow, textBlocks } from './blocks.ts';
import { isKnown, judgeHeader, namesOf } from './header.ts';
import { cellOf, JsonColumns } from './json-cells.ts';
import { indexJson, smallJson } from './json-file.ts';
import { jsonColumns, placesOf, type RowsPlace, reach, rootOf } from './json-places.ts';
import { type JsonFile, type Span, spans } from './json-scan.ts';
import {
  type BlankLines,
  columnValues,
  fileValues,
  type JsonValue,
  keyedValues,
  lineValues,
  rowValues,
  splitValues,
} from './json-values.ts';
import {
  COLUMN_LIMIT,
  checkHolders,
  checkLines,
  checkRows,
  ProblemList,
  TableRows,
  Turns,
} from './limits.ts';
import type { CellRow, ReadOptions, Table, TableSettings } from './types.ts';

/** Most unreadable values before the file is refused: in all, and before the first readable one. */
const BROKEN_LIMIT = 20_000;
const FIRST_BROKEN = 1_000;
/** Stands for a nested cell when the header is judged: it is no number and no name. */
const NESTED = '[a nested value]';

/** @throws DataError that names what is wrong with the whole file; AbortError. */
export async function readJsonTable(
  name: string,
  text: string,
  { format, header, place }: TableSettings,
  { onProgress, signal }: ReadOptions,
): Promise<Table> {
  refuseWorkspace(name, text);
  checkHolders(name, text, format === 'jsonl');
  const json =
    format === 'json'
      ? await indexJson(text, new Turns(text.length, (part) => onProgress(0.2 * part), signal))
      : smallJson(text);
  const places = format === 'json' ? placesOf(json) : new Map<string, RowsPlace>();
  const turns = new Turns(text.length, (part) => onProgress(0.2 + 0.8 * part), signal);
  const rows = new JsonRows(name);
  const lines = new LineCounter(text);
  const at = places.get(place ?? '') ?? null;
  if (format === 'jsonl') checkLines(name, text);
  else {
    for (const { start } of holders(json, at)) {
      checkRows(name, (json.large.get(start)?.commas ?? 0) + 1);
    }
  }
  for (const found of valuesOf(json, format, at)) {
    if (rows.take(found, lines)) break;
    if (turns.due(found.end)) await turns.take(found.end);
  }
  rows.check();
  onProgress(1);
  return { ...rows.table(header), places: [...places.keys()] };
}

/** Like `readJsonTable`, of a file with one value a line that is too large to be one text. */
export async function streamJsonLines(
  { name, content }: { readonly name: string; readonly content: Blob },
  { encoding, header }: TableSettings,
  options: ReadOptions,
): Promise<Table> {
  const rows = new JsonRows(name);
  const blocks = textBlocks(name, content, encoding ?? 'utf-8', options);
  let [rest, before, full] = ['', 0, false];
  for (;;) {
    const { done, value } = await blocks.next();
    if (done) {
      rows.check();
      options.onProgress(1);
      const table = rows.table(header);
      return { ...table, places: [], notes: [...value, ...table.notes] };
    }
    const text = rest + value.text;
    const end = value.last ? text.length : text.lastIndexOf('\n') + 1;
    const whole = text.slice(0, end);
    // Of each block by itself: the values of one are let go before the next is parsed.
    checkHolders(name, whole, true);
    const lines = new LineCounter(whole, before);
    for (const found of full ? [] : lineValues(whole)) {
      full = rows.take(found, lines);
      if (full) break;
    }
    before = lines.at(end) - 1;
    rest = text.slice(end);
    checkRow(name, before + 1, rest.length);
    await nextTask();
  }
}

/** Whether the rows are arrays whose first one names the columns. */
export function guessJsonHeader(
  json: JsonFile,
  format: 'json' | 'jsonl',
  path: string | null,
): boolean {
  const rows: string[][] = [];
  const place = path === null ? null : (placesOf(json).get(path) ?? null);
  const source = place === null ? smallJson(json.text.slice(0, 256_000)) : json;
  for (const found of valuesOf(source, format, place)) {
    if ('blank' in found) continue;
    if (!('value' in found) || !Array.isArray(found.value)) break;
    const isNested = (cell: unknown) => typeof cell === 'object' && cell !== null;
    if (rows.length === 0 && found.value.some(isNested)) return false;
    rows.push(
      found.value.slice(0, COLUMN_LIMIT).map((cell) => (isNested(cell) ? NESTED : cellOf(cell))),
    );
    if (rows.length > 50) break;
  }
  const [first, ...rest] = rows;
  return (
    first !== undefined && rest.length > 0 && first.some(isKnown) && judgeHeader(first, rest).header
  );
}

function* valuesOf(
  json: JsonFile,
  format: TableSettings['format'],
  place: RowsPlace | null,
): Generator<JsonValue | BlankLines, void> {
  if (format !== 'json') yield* lineValues(json.text);
  else if (place === null) {
    const columns = jsonColumns(json);
    yield* columns === null ? fileValues(json) : columnValues(json, columns);
  } else {
    const root = rootOf(json);
    if (root === null) return;
    for (const span of reach(json, root, place.steps)) {
      if (place.as === 'keys') yield* keyedValues(json, span);
      else if (place.as === 'split') yield* splitValues(json, span);
      else if (place.as === 'rows') yield* rowValues(json, span);
      else yield* columnValues(json, [...spans(json, span.start + 1, 'object')]);
    }
  }
}

/** The arrays and objects whose elements or members are the rows, without those that lie in each element of another. */
function* holders(json: JsonFile, place: RowsPlace | null): Generator<Span, void> {
  const root = rootOf(json);
  if (root === null) return;
  const isList = ({ start }: Span) => json.text[start] === '[';
  if (place === null) {
    yield* jsonColumns(json) ?? [root].filter(isList);
  } else if (!place.steps.includes(null)) {
    for (const span of reach(json, root, place.steps)) {
      if (place.as === 'keys' || (place.as === 'rows' && isList(span))) yield span;
      else if (place.as !== 'rows') yield* spans(json, span.start + 1, 'object');
    }
  }
}

class JsonRows {
  readonly problems = new ProblemList();
  blank = 0;
  /** Values that are neither objects nor texts. */
  strange = 0;
  readonly #rows: TableRows;
  readonly #columns = new JsonColumns();
  /** Line numbers of rows that are arrays. */
  readonly #arrays: number[] = [];
  #widest = 0;

  /** The first broken value, and the number of them. */
  #broken = '';
  #brokenCount = 0;

  constructor(readonly name: string) {
    this.#rows = new TableRows(name);
  }

  get count(): number {
    return this.#rows.all.length;
  }

  /** Takes a value, or notes that it is broken. Returns whether so much is wrong that the rest is not worth reading. */
  take(found: JsonValue | BlankLines, lines: LineCounter): boolean {
    if ('blank' in found) {
      this.blank += found.blank;
      return false;
    }
    const line = lines.at(found.start);
    if ('value' in found) {
      this.#add(found.value, line);
      return this.count === 0 && this.strange === FIRST_BROKEN;
    }
    const more = lines.lastOf(found.end) - line;
    const reason = `${more > 0 ? `with ${more} lines after it, ` : ''}${found.broken}`;
    this.problems.add(line, reason);
    this.#broken ||= `Line ${line}: ${reason}`;
    this.#brokenCount += 1;
    const none = this.count === 0 && this.#brokenCount === FIRST_BROKEN;
    return this.#brokenCount === BROKEN_LIMIT || none;
  }

  /** @throws DataError if the file as a whole is not what it is read as. */
  check(): void {
    const { count, name } = this;
    if (count === 0 && this.strange === FIRST_BROKEN) {
      const [first] = this.problems.end().listed;
      throw new DataError(
        `${name} has no row: its values are neither objects nor texts. Line ${first?.line}: ${first?.reason}.`,
      );
    }
    const broken = this.#brokenCount;
    if (broken === BROKEN_LIMIT || (count === 0 && broken > 0)) {
      const what = count === 0 ? 'no row' : `${broken.toLocaleString('en')} rows and more`;
      const not = count === 0 ? 'can be read' : 'cannot be read';
      throw new DataError(`${name} has ${what} that ${not} as JSON. ${this.#broken}.`);
    }
  }

  #add(value: unknown, line: number): void {
    if (typeof value === 'string') this.#rows.add(this.#columns.text(value));
    else if (Array.isArray(value)) this.#addArray(value, line);
    else if (typeof value === 'object' && value !== null) {
      const { row, tooDeep } = this.#columns.row(value);
      this.#rows.add(row);
      if (tooDeep !== null) {
        this.problems.add(line, `the field “${isolated(tooDeep)}” is nested too deep to be read`);
      }
    } else {
      this.strange += 1;
      this.problems.add(line, `${JSON.stringify(value)} is neither an object nor a text`);
    }
  }

  table(header: boolean): Omit<Table, 'places'> {
    const all = this.#rows.all;
    const { names: fields } = this.#columns;
    const common = { blank: this.blank, notes: this.#columns.notes() };
    if (this.#arrays.length < all.length || all.length === 0) {
      const names = namesOf(fields, Math.max(fields.length, this.#widest));
      return {
        ...common,
        names,
        rows: all,
        header: null,
        width: names.length,
        problems: this.problems.end(),
      };
    }
    const [first = []] = all;
    for (const [at, row] of all.entries()) {
      if (row.length === first.length) continue;
      this.problems.add(
        this.#arrays[at] ?? 0,
        `${row.length} ${row.length === 1 ? 'cell' : 'cells'}, the first row has ${first.length}`,
      );
    }
    const rows = header ? all.slice(1) : all;
    const names = namesOf(header ? first : pairNames(rows), this.#widest);
    return { ...common, names, rows, header, width: first.length, problems: this.problems.end() };
  }

  #addArray(value: readonly unknown[], line: number): void {
    if (value.length > COLUMN_LIMIT) {
      this.problems.add(line, `${value.length} cells; the first ${COLUMN_LIMIT} are kept`);
    }
    const { row, tooDeep } = this.#columns.cells(value.slice(0, COLUMN_LIMIT));
    if (tooDeep !== null) this.problems.add(line, `cell ${tooDeep} is nested too deep to be read`);
    this.#rows.add(row);
    this.#arrays.push(line);
    this.#widest = Math.max(this.#widest, row.length);
  }
}

/** Names for the command line's pairs `["instruction", "text"]`: an instruction repeats or reads like one. */
function pairNames(rows: readonly CellRow[]): string[] | null {
  if (rows.length === 0 || !rows.every((row) => row.length === 2)) return null;
  const firsts = rows.map(([first]) => first?.trim() ?? '');
  const worded = firsts.every((first) => /:$|^(represent|encode|embed|instruct)\b/i.test(first));
  const texts = new Set(rows.map(([, second]) => second)).size;
  const repeats = rows.length > 2 && 2 * new Set(firsts).size <= texts;
  return worded || repeats ? ['instruction', 'text'] : null;
}

function refuseWorkspace(name: string, text: string): void {
  if (!/^\s*\{\s*"version"\s*:\s*\d/.test(text.slice(0, 300)) || !text.includes('"lenses"')) return;
  throw new DataError(
    `${name} is a Facet workspace: open it from the menu, or drop it on the page.`,
  );
}

/** Finds the lines of positions in a text; asked in ascending order. */
class LineCounter {
  readonly #ends = /\r\n|\r|\n/g;
  #line: number;
  /** End of the current line with its line break. */
  #end: number;
  #next: number;

  /** @param before Number of lines before the text. */
  constructor(
    readonly text: string,
    before = 0,
  ) {
    this.#line = before + 1;
    this.#end = this.#next = 0;
    this.#find(0);
  }

  at(place: number): number {
    while (this.#end < place && this.#next > this.#end) {
      this.#line += 1;
      this.#find(this.#next);
    }
    return this.#line;
  }

  /** Line of the last character before `end`. */
  lastOf(end: number): number {
    return this.at(Math.max(0, end - 1));
  }

  #find(from: number): void {
    this.#ends.lastIndex = from;
    const found = this.#ends.test(this.text);
    this.#next = found ? this.#ends.lastIndex : this.text.length;
    this.#end = found ? this.#next - 1 : this.text.length;
  }
}
