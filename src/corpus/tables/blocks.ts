/** Gives a large file of text block by block, so that neither its bytes nor its text are in memory as a whole. */
import { DataError } from '../../lib/data-error.ts';
import { Decoding } from './encodings.ts';
import { bytesOf } from './source.ts';
import type { ReadOptions } from './types.ts';

/** Bytes that are decoded at once. */
const BLOCK = 4_000_000;
/** Most characters of a row, or of a cell whose quote is not closed: beyond, the file is not read as it is meant. */
const ROW_CHARACTERS = 64_000_000;
/** Characters after a quote that opens a cell in which it must close. */
export const QUOTE_CHARACTERS = 16_000_000;

export interface Block {
  readonly text: string;
  /** Whether it is the last one. */
  readonly last: boolean;
}

/**
 * The text of a file in blocks, which are cut anywhere.
 * @returns Sentences about what was replaced.
 * @throws DataError if the file cannot be read any more; AbortError.
 */
export async function* textBlocks(
  name: string,
  content: Blob,
  encoding: string,
  { onProgress, signal }: ReadOptions,
): AsyncGenerator<Block, readonly string[], void> {
  const decoding = new Decoding(encoding);
  for (let at = 0; at < content.size; at += BLOCK) {
    const end = Math.min(content.size, at + BLOCK);
    const bytes = await bytesOf(name, content, at, end);
    signal?.throwIfAborted();
    onProgress(at / content.size);
    yield { text: decoding.next(bytes, end === content.size), last: end === content.size };
  }
  return decoding.notes();
}

/** @throws DataError for a row that does not end. */
export function checkRow(name: string, line: number, characters: number): void {
  if (characters <= ROW_CHARACTERS) return;
  throw new DataError(
    `The row that begins in line ${line.toLocaleString('en')} of ${name} has more than ${ROW_CHARACTERS / 1e6} million characters. Is the separator right, and the format?`,
  );
}

/**
 * A function that makes cells of their own of those that are pieces of a block. A piece keeps the memory of its whole
 * block, and a block with a single letter beyond Latin-1 takes two bytes a character.
 */
export function compactor(
  block: string,
): <Row extends readonly (string | null)[]>(row: Row) => Row {
  if (!/[^\0-\xff]/.test(block)) return (row) => row;
  return (row) => JSON.parse(JSON.stringify(row));
}
