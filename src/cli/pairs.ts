/** Lines of JSON to pairs of instruction and text. */
import type { Pair } from '../engine/types.ts';

/** A line of the input is not a pair; names the file and the line. */
export class PairsError extends Error {
  override readonly name = 'PairsError';
}

/**
 * Each line is `[instruction, text]`, a string (no instruction), or `{"instruction": …, "text": …}`
 * (instruction optional). Blank lines are left out.
 * @throws PairsError for any other line.
 */
export function parsePairs(file: string, lines: string): Pair[] {
  const pairs: Pair[] = [];
  for (const [index, line] of lines.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const pair = toPair(parseJson(line));
    if (pair === null) {
      throw new PairsError(
        `${file}, line ${index + 1}: ${line.slice(0, 80)} is not ["instruction", "text"], "text" or {"instruction": …, "text": …}`,
      );
    }
    pairs.push(pair);
  }
  return pairs;
}

function toPair(value: unknown): Pair | null {
  if (typeof value === 'string') return ['', value];
  if (Array.isArray(value)) {
    const [instruction, text] = value as unknown[];
    return value.length === 2 && typeof instruction === 'string' && typeof text === 'string'
      ? [instruction, text]
      : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { instruction = '', text } = value as Record<string, unknown>;
  return typeof instruction === 'string' && typeof text === 'string' ? [instruction, text] : null;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
