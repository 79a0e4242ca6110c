import { type JsonLimits, jsonExcess } from '../../lib/json-size.ts';
import { FormatError, inWords } from './format-error.ts';

/** A file of a set: its name, for messages, and its text. */
export interface SetFile {
  readonly name: string;
  readonly text: string;
}

/** A row with its place. */
export interface Row {
  readonly file: string;
  /** Number of the line; of a JSON list, the number of the entry. */
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What no row comes near: a legacy clustering row holds all texts of a set. */
const ROW: JsonLimits = { depth: 20, holders: 100_000, values: 1_000_000, members: 1_000 };
const FILE: JsonLimits = { depth: 30, holders: 5_000_000, values: 50_000_000, members: 10_000 };

/** Reads a row of JSON a line; blank lines are passed over. @throws FormatError */
export function readJsonLines({ name, text }: SetFile): Row[] {
  const rows: Row[] = [];
  // At \n only: texts may hold U+2028.
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const value = parsed(name, at + 1, line.replace(/^\ufeff/, ''), ROW);
    rows.push({ file: name, line: at + 1, fields: asObject(name, at + 1, value) });
  }
  if (rows.length === 0) throw new FormatError(name, null, 'a JSON object on each line', 'no line');
  return rows;
}

/** Reads a list of objects. @throws FormatError */
export function readJsonList({ name, text }: SetFile): Row[] {
  const value = parsed(name, null, text.replace(/^\ufeff/, ''), FILE);
  if (!Array.isArray(value) || value.length === 0) {
    throw new FormatError(name, null, 'a list of objects', inWords(value));
  }
  return value.map((entry: unknown, at) => ({
    file: name,
    line: at + 1,
    fields: asObject(name, at + 1, entry),
  }));
}

/** Reads one object. @throws FormatError */
export function readJsonObject({ name, text }: SetFile): Row {
  const value = parsed(name, null, text.replace(/^\ufeff/, ''), FILE);
  return { file: name, line: 1, fields: asObject(name, null, value) };
}

/** Reads JSON whatever it is. @throws FormatError */
export function readJson({ name, text }: SetFile): unknown {
  return parsed(name, null, text.replace(/^\ufeff/, ''), FILE);
}

function parsed(file: string, line: number | null, text: string, limits: JsonLimits): unknown {
  const excess = jsonExcess(text, limits);
  if (excess !== null)
    throw new FormatError(file, line, 'JSON of ordinary size', `JSON that ${excess}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new FormatError(file, line, 'JSON', inWords(text.trim()));
  }
}

function asObject(file: string, line: number | null, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new FormatError(file, line, 'a JSON object', inWords(value));
}

/** Returns the first of these fields that the row has. */
function given({ fields }: Row, names: readonly string[]): unknown {
  return names.map((name) => fields[name]).find((value) => value !== undefined);
}

function wrong(row: Row, names: readonly string[], kind: string): FormatError {
  const value = given(row, names);
  const field = names.map((name) => JSON.stringify(name)).join(' or ');
  const found = value === undefined ? inWords(row.fields) : inWords(value);
  return new FormatError(row.file, row.line, `${kind} in the field ${field}`, found);
}

/** Reads a text. Labels and ids that are numbers or truths are taken as their text. @throws FormatError */
export function textOf(row: Row, ...names: string[]): string {
  const value = given(row, names);
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw wrong(row, names, 'a text');
}

/** @throws FormatError unless it is a finite number. */
export function numberOf(row: Row, ...names: string[]): number {
  const value = given(row, names);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw wrong(row, names, 'a number');
}

/** Reads a list of texts; one text is a list of one. @throws FormatError */
export function textsOf(row: Row, ...names: string[]): string[] {
  const value = given(row, names);
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw wrong(row, names, 'a list of texts');
}

/** @throws FormatError unless it is a list of finite numbers. */
export function numbersOf(row: Row, ...names: string[]): number[] {
  const value = given(row, names);
  if (Array.isArray(value) && value.every((each) => Number.isFinite(each))) return value;
  throw wrong(row, names, 'a list of numbers');
}
