/** Parses lines of JSON into pairs of instruction and text. */
import type { Pair } from '../engine/types.ts';
import { type JsonLimits, jsonExcess } from '../lib/json-size.ts';
import { type Line, textLines } from './text-lines.ts';

/** A line of the input that is not a pair. Names the file and the line. */
export class PairsError extends Error {
  override readonly name = 'PairsError';
}

const TABLE = /\.(csv|tsv|tab|psv|txt)$/i;
const AS_JSON =
  'Tables and plain texts are read by the page; here, write each text on a line as JSON (in Python: json.dumps(text))';

/** Most pairs: their vectors are kept in memory until all are there. */
const MOST_PAIRS = 1_000_000;
/** What no pair comes near. */
const MOST: JsonLimits = { depth: 100, holders: 10_000, values: 100_000, members: 1_000 };

const WANTED = '["instruction", "text"], "text" or {"instruction": …, "text": …}';

/**
 * Parses lines of `[instruction, text]`, a string (no instruction), or `{"instruction": …, "text": …}`
 * (instruction optional). Skips blank lines.
 * @throws PairsError for any other line.
 */
export function parsePairs(file: string, lines: string): Pair[] {
  return pairsOf(
    file,
    lines.split('\n').map((text, index) => ({ number: index + 1, text })),
  );
}

/**
 * Parses a file's bytes, in UTF-8 or, with a byte-order mark, UTF-16.
 * @param warn Called with the place of half a character, which tokenisers read as U+FFFD.
 * @throws PairsError for a line that is not a pair, if there are none, or more than `most`; FileError for bytes that
 * are not text.
 */
export function readPairs(
  file: string,
  bytes: Uint8Array,
  warn: (message: string) => void,
  most = MOST_PAIRS,
): Pair[] {
  const broken: string[] = [];
  let count = 0;
  const pairs = pairsOf(file, textLines(file, bytes), (number, pair) => {
    count += 1;
    if (count > most) throw tooMany(file, most);
    const where = brokenCharacter(pair);
    if (where !== null) broken.push(`line ${number}: ${where}`);
  });
  if (broken.length > 0) {
    const more = broken.length > 1 ? ` (${broken.length} lines have one)` : '';
    warn(`${file}, ${broken[0]} and counts as U+FFFD${more}`);
  }
  if (pairs.length > 0) return pairs;
  const found = bytes.byteLength === 0 ? 'is empty' : 'has blank lines only';
  throw new PairsError(`${file}: ${found}; each line must be ${WANTED}`);
}

function pairsOf(
  file: string,
  lines: Iterable<Line>,
  onPair?: (line: number, pair: Pair) => void,
): Pair[] {
  const pairs: Pair[] = [];
  for (const { number, text } of lines) {
    if (text.trim() === '') continue;
    const pair = toPair(text);
    if (typeof pair === 'string') {
      const shown = text.trim().slice(0, 80).toWellFormed();
      const rest = text.trim().length > 80 ? '…' : '';
      const table = TABLE.test(file) ? `. ${AS_JSON}` : '';
      throw new PairsError(`${file}, line ${number}: ${pair}; found ${shown}${rest}${table}`);
    }
    onPair?.(number, pair);
    pairs.push(pair);
  }
  return pairs;
}

function tooMany(file: string, most: number): PairsError {
  return new PairsError(
    `${file} has more than ${most.toLocaleString('en')} pairs, the most that are embedded at once; split it: split -l ${most} <file> part-`,
  );
}

/** @returns the pair, or its fault. */
function toPair(line: string): Pair | string {
  let value: unknown;
  const excess = jsonExcess(line, MOST);
  if (excess !== null) return `${excess}; a line must be ${WANTED}`;
  try {
    // Files that were joined keep their byte-order marks, which are in no JSON.
    value = JSON.parse(line.replace(/^\ufeff/, ''));
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/, "?.*"? is not valid JSON$/s, '') : '';
    return `is not JSON (${reason}); a line must be ${WANTED}`;
  }
  if (typeof value === 'string') return ['', value];
  if (Array.isArray(value)) {
    const [instruction, text] = value as unknown[];
    if (value.length !== 2) return `is a list of ${value.length}, not ${WANTED}`;
    if (typeof instruction !== 'string')
      return `the instruction is ${kind(instruction)}, not a string`;
    if (typeof text !== 'string') return `the text is ${kind(text)}, not a string`;
    return [instruction, text];
  }
  if (typeof value !== 'object' || value === null) return `is ${kind(value)}, not ${WANTED}`;
  const { instruction = '', text } = value as Record<string, unknown>;
  if (text === undefined) return `has no "text", but ${names(value)}`;
  if (typeof text !== 'string') return `"text" is ${kind(text)}, not a string`;
  if (typeof instruction !== 'string') return `"instruction" is ${kind(instruction)}, not a string`;
  return [instruction, text];
}

/** The place of half a character in a pair, or null. */
function brokenCharacter([instruction, text]: Pair): string | null {
  for (const [what, value] of [
    ['instruction', instruction],
    ['text', text],
  ] as const) {
    if (value.isWellFormed()) continue;
    const characters = [...value];
    const at = characters.findIndex((character) => !character.isWellFormed());
    const half = characters[at]!.charCodeAt(0).toString(16);
    return `character ${at + 1} of the ${what} is half a character (\\u${half}, a lone surrogate)`;
  }
  return null;
}

function kind(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function names(value: object): string {
  const keys = Object.keys(value);
  return keys.length === 0
    ? 'nothing'
    : keys
        .slice(0, 5)
        .map((key) => JSON.stringify(key))
        .join(', ');
}
