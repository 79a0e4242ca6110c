import { PROJECTIONS, type Projection } from '../analysis/types.ts';
import { DataError } from './errors.ts';

export interface Item {
  readonly id: string;
  /** As typed: stripping is the tokeniser's part, not ours. */
  readonly text: string;
}

export interface GroupedItem extends Item {
  readonly group: 'A' | 'B';
}

/** All that a person puts in. Everything on the right of the page is computed from it. */
export interface Workspace {
  readonly version: 1;
  readonly name: string;
  /** Of the texts, for symmetric tasks. The exact string: a trailing space changes vectors. */
  readonly instruction: string;
  readonly queryInstruction: string;
  readonly documentInstruction: string;
  readonly texts: readonly GroupedItem[];
  readonly queries: readonly Item[];
  readonly documents: readonly Item[];
  /** Number of clusters. */
  readonly k: number;
  readonly projection: Projection;
}

/**
 * Reads a workspace from parsed JSON. Fields it does not know are left out.
 * @throws DataError naming the first field that is missing or wrong.
 */
export function parseWorkspace(json: unknown): Workspace {
  const fields = object(json, 'workspace');
  if (fields.version !== 1) {
    throw new DataError(
      `version is ${show(fields.version)}; this Facet reads version 1. Open it with the Facet that wrote it.`,
    );
  }
  const k = fields.k;
  if (typeof k !== 'number' || !Number.isInteger(k) || k < 1) {
    throw new DataError(`k is ${show(k)}; it must be an integer of at least 1.`);
  }
  return {
    version: 1,
    name: string(fields.name, 'name'),
    instruction: string(fields.instruction, 'instruction'),
    queryInstruction: string(fields.queryInstruction, 'queryInstruction'),
    documentInstruction: string(fields.documentInstruction, 'documentInstruction'),
    texts: items(fields.texts, 'texts', (entry, path, item) => ({
      ...item,
      group: oneOf(['A', 'B'], entry.group, `${path}.group`),
    })),
    queries: items(fields.queries, 'queries', (_entry, _path, item) => item),
    documents: items(fields.documents, 'documents', (_entry, _path, item) => item),
    k,
    projection: oneOf(PROJECTIONS, fields.projection, 'projection'),
  };
}

/** The text of a workspace file; `parseWorkspace(JSON.parse(text))` gives the workspace back. */
export function serialiseWorkspace(workspace: Workspace): string {
  return `${JSON.stringify(workspace, null, 2)}\n`;
}

function items<T extends Item>(
  value: unknown,
  path: string,
  make: (entry: Record<string, unknown>, path: string, item: Item) => T,
): T[] {
  if (!Array.isArray(value)) throw wrong(path, 'a list', value);
  const seen = new Set<string>();
  return value.map((raw: unknown, index) => {
    const at = `${path}[${index}]`;
    const entry = object(raw, at);
    const id = string(entry.id, `${at}.id`);
    if (seen.has(id)) {
      throw new DataError(`${at}.id is ${show(id)}, which another of the ${path} has: rename one.`);
    }
    seen.add(id);
    return make(entry, at, { id, text: string(entry.text, `${at}.text`) });
  });
}

function object(value: unknown, path: string): Record<string, unknown> {
  if (!isObject(value)) throw wrong(path, 'an object', value);
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function string(value: unknown, path: string): string {
  if (typeof value !== 'string') throw wrong(path, 'a text', value);
  return value;
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown, path: string): T {
  const found = allowed.find((option) => option === value);
  if (found === undefined) throw wrong(path, `one of ${allowed.map(show).join(', ')}`, value);
  return found;
}

function wrong(path: string, expected: string, value: unknown): DataError {
  return new DataError(
    value === undefined
      ? `${path} is missing; it must be ${expected}.`
      : `${path} is ${show(value)}; it must be ${expected}.`,
  );
}

/** A value as JSON, cut so that a message stays readable. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
