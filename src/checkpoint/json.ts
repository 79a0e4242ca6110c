import { CheckpointError } from '../lib/checkpoint-error.ts';
import { isObject } from '../lib/checks.ts';
import { type JsonLimits, jsonExcess, stringEnd } from '../lib/json-size.ts';
import type { ByteSource } from './types.ts';

/** Reads JSON from foreign files: bounded, without duplicate names, and typed field by field. */

/** Limits on a file's contents. */
export interface JsonSize extends Omit<JsonLimits, 'depth'> {
  readonly bytes: number;
}

/**
 * Limits far above any tokenizer.json: T5's has 2.4 MB, multilingual ones 17 MB and half a million words and merges.
 */
export const VOCABULARY_JSON: JsonSize = {
  bytes: 64 * 1024 * 1024,
  holders: 2_000_000,
  values: 6_000_000,
  members: 1_000_000,
};
/** Limits far above all other JSON of a model: a large tokenizer_config.json has 1 MB. */
export const SETTINGS_JSON: JsonSize = {
  bytes: 16 * 1024 * 1024,
  holders: 200_000,
  values: 1_000_000,
  members: 200_000,
};

/** Reads a whole file as JSON. @throws CheckpointError if it is too large, not UTF-8 or not JSON. */
export async function readJson(
  source: ByteSource,
  signal?: AbortSignal,
  size: JsonSize = SETTINGS_JSON,
): Promise<unknown> {
  if (source.size > size.bytes) {
    throw new CheckpointError(
      `is ${source.size} bytes long; a model's file of this name stays under ${size.bytes}`,
      { file: source.name },
    );
  }
  const bytes = await source.read(0, source.size, signal);
  return parseStrictJson(source.name, bytes, { maxDepth: 64, nonFinite: true, size });
}

/**
 * Parses UTF-8 JSON, and refuses two things that `JSON.parse` accepts: a duplicate name in one object (readers disagree
 * on which counts) and nesting beyond `maxDepth`.
 * @param nonFinite Reads NaN, Infinity and -Infinity, which Python writes and reads.
 */
export function parseStrictJson(
  file: string,
  bytes: Uint8Array,
  {
    maxDepth,
    nonFinite = false,
    size = SETTINGS_JSON,
  }: { readonly maxDepth: number; readonly nonFinite?: boolean; readonly size?: JsonSize },
): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CheckpointError('is not JSON: it is not UTF-8 text', { file });
  }
  if (text.startsWith('version https://git-lfs')) {
    throw new CheckpointError(
      'is a git-lfs pointer, not the file itself; run "git lfs pull" in the model\'s folder',
      { file },
    );
  }
  if (/^\s*</.test(text)) {
    throw new CheckpointError(
      'holds a web page where JSON is expected; check that the file exists at that address',
      { file },
    );
  }
  const excess = jsonExcess(text, { ...size, depth: maxDepth });
  if (excess !== null) {
    throw new CheckpointError(`${excess}; a model's file of this name has far fewer`, { file });
  }
  let value: unknown;
  try {
    value = nonFinite ? parsePython(text) : JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError(
      `is not JSON (${cause instanceof Error ? cause.message : String(cause)})`,
      { file },
    );
  }
  checkDuplicates(file, text);
  return value;
}

/** Stand-in for NaN, which JSON cannot write; an infinity is a number too large. */
const NOT_A_NUMBER = '\0NaN';

/** Parses JSON with Python's NaN and infinities. @throws SyntaxError */
function parsePython(text: string): unknown {
  if (!/\b(?:NaN|Infinity)\b/.test(text)) return JSON.parse(text);
  let json = '';
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    json += text
      .slice(at, end)
      .replace(/\bInfinity\b/g, '1e999')
      .replace(/\bNaN\b(?!\s*:)/g, JSON.stringify(NOT_A_NUMBER));
    at = quote < 0 ? end : stringEnd(text, quote) + 1;
    json += text.slice(end, at);
  }
  return JSON.parse(json, (_, value: unknown) => (value === NOT_A_NUMBER ? Number.NaN : value));
}

/** Checks parsed text for duplicate names: since `text` is known to be JSON, a string before a colon is a name. */
function checkDuplicates(file: string, text: string): void {
  /** Names of each open object; null for a list. */
  const open: (Set<string> | null)[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '{') open.push(new Set());
    else if (char === '[') open.push(null);
    else if (char === '}' || char === ']') open.pop();
    else if (char === '"') {
      const end = stringEnd(text, i);
      const literal = text.slice(i, end + 1);
      i = end;
      if (!isBeforeColon(text, end + 1)) continue;
      const name = literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
      const names = open.at(-1);
      if (names?.has(name)) {
        throw new CheckpointError(`has the name ${JSON.stringify(name.slice(0, 200))} twice`, {
          file,
        });
      }
      names?.add(name);
    }
  }
}

function isBeforeColon(text: string, position: number): boolean {
  let next = position;
  while (' \t\r\n'.includes(text[next] ?? ':')) next++;
  return text[next] === ':';
}

/** Bounds of a number field. `fallback` replaces an absent field. */
interface NumberField {
  readonly min: number;
  readonly max: number;
  readonly fallback?: number;
}

/** A JSON object whose fields are read by type. Every refusal names the file and the field. */
export class JsonObject {
  readonly file: string;
  readonly fields: Readonly<Record<string, unknown>>;

  /** @throws CheckpointError if `value` is not an object. */
  constructor(file: string, value: unknown) {
    this.file = file;
    if (!isObject(value)) {
      throw new CheckpointError(`holds ${quoted(value)} where an object is expected`, { file });
    }
    this.fields = value;
  }

  /** Whether the field is there and not null: Python writes None as null. */
  has(field: string): boolean {
    return Object.hasOwn(this.fields, field) && this.fields[field] !== null;
  }

  /** Reads a number from `min` to `max`. */
  number(field: string, { min, max, fallback }: NumberField): number {
    const value = this.get(field, fallback);
    if (typeof value === 'number' && value >= min && value <= max) return value;
    return this.fail(field, value, `a number from ${min} to ${max}`);
  }

  /** Reads a whole number from `min` to `max`. */
  integer(field: string, bounds: NumberField): number {
    const value = this.number(field, bounds);
    if (Number.isInteger(value)) return value;
    return this.fail(field, value, 'a whole number');
  }

  boolean(field: string, fallback?: boolean): boolean {
    const value = this.get(field, fallback);
    if (typeof value === 'boolean') return value;
    return this.fail(field, value, 'true or false');
  }

  string(field: string, fallback?: string): string {
    const value = this.get(field, fallback);
    if (typeof value === 'string') return value;
    return this.fail(field, value, 'a string');
  }

  /** Reads the meaning of a string field. `choices` maps the supported spellings. */
  choice<T>(field: string, choices: Readonly<Record<string, T>>, fallback?: string): T {
    const value = this.string(field, fallback);
    if (Object.hasOwn(choices, value)) return choices[value]!;
    const names = Object.keys(choices);
    return this.fail(
      field,
      value,
      names.length === 1 ? JSON.stringify(names[0]) : `one of ${names.join(', ')}`,
    );
  }

  /** @throws CheckpointError, always: the field's value is not `wanted`. */
  fail(field: string, value: unknown, wanted: string): never {
    throw new CheckpointError(`field "${field}" is ${quoted(value)}; Facet needs ${wanted}`, {
      file: this.file,
    });
  }

  private get(field: string, fallback: unknown): unknown {
    return this.has(field) ? this.fields[field] : fallback;
  }
}

/** Characters of a value that a message shows. */
const SHOWN = 120;

function quoted(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return value === undefined
    ? 'missing'
    : (JSON.stringify(value, beginningOf)?.slice(0, SHOWN) ?? typeof value);
}

/** Cuts a value for a message: the whole may be as large as the file. */
function beginningOf(_key: string, value: unknown): unknown {
  return typeof value === 'string' || Array.isArray(value) ? value.slice(0, SHOWN) : value;
}
