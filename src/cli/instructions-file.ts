/** Reads the instructions that `npm run evaluate` compares. */
import type { NamedInstruction } from '../evaluation/compare/null-rows.ts';
import { FormatError, inWords } from '../evaluation/formats/format-error.ts';
import { readJson, type SetFile } from '../evaluation/formats/json.ts';

/** Instructions by the name of their task; "*" has those of every task. */
export type Instructions = ReadonlyMap<string, readonly NamedInstruction[]>;

const EXPECTED =
  'an object of tasks ("*" for all), each a list of instructions, or an object of name and instruction; an instruction is a text or {"query": …, "document": …}';

/** @throws FormatError that names the place. */
export function readInstructions(file: SetFile): Instructions {
  const value = readJson(file);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FormatError(file.name, null, EXPECTED, inWords(value));
  }
  return new Map(
    Object.entries(value).map(([task, own]) => [task, namedOf(file.name, task, own as unknown)]),
  );
}

/** Returns the instructions of a task: of its name, of its set ("set/view"), and of all. */
export function instructionsFor(given: Instructions, task: string): NamedInstruction[] {
  const set = task.split('/')[0]!;
  const names = new Set(set === task ? [task, '*'] : [task, set, '*']);
  return [...names].flatMap((name) => given.get(name) ?? []);
}

function namedOf(file: string, task: string, value: unknown): NamedInstruction[] {
  if (typeof value !== 'object' || value === null) {
    throw new FormatError(`${file}, "${task}"`, null, EXPECTED, inWords(value));
  }
  return Object.entries(value).map(([key, each]: [string, unknown]) => {
    const place = `${file}, "${task}", "${key}"`;
    const { query, document } = instructionOf(place, each);
    const words = query === document ? query : `${query} | ${document}`;
    return { name: Array.isArray(value) ? words.trim() : key, query, document, isNull: false };
  });
}

function instructionOf(place: string, value: unknown): { query: string; document: string } {
  if (typeof value === 'string') return { query: value, document: value };
  const own = typeof value === 'object' && value !== null ? value : {};
  const { query, document } = own as Record<string, unknown>;
  if (typeof query === 'string' && typeof document === 'string') return { query, document };
  throw new FormatError(place, null, 'a text, or the texts "query" and "document"', inWords(value));
}
