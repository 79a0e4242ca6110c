import { DataError } from './errors.ts';
import { type PastedTexts, TextLines } from './paste.ts';

/** Larger files are refused: embedding their texts would take hours. In bytes. */
export const FILE_LIMIT = 10_000_000;

/** Files whose lines are not texts. There is no reader for them here. */
const TABLES = /\.(csv|tsv|json|jsonl|ndjson|xlsx?|ods|parquet)$/i;

/**
 * The texts of a plain text file, one a line, as `splitPastedTexts` takes them. UTF-8 with or
 * without a byte order mark, or UTF-16 with one. Read in pieces, so that a large file does not hold
 * up the page.
 * @throws DataError that names the file and says what is wrong with it.
 */
export async function readTextFile(file: File): Promise<PastedTexts> {
  const { name } = file;
  if (TABLES.test(name)) {
    throw new DataError(
      `${name} is not read: only plain text with one text a line is. Save its column of texts as .txt.`,
    );
  }
  if (file.size > FILE_LIMIT) {
    throw new DataError(
      `${name} has ${megabytes(file.size)} MB; at most ${megabytes(FILE_LIMIT)} are read. Split it.`,
    );
  }
  const lines = new TextLines();
  try {
    const decoder = new TextDecoder(await encodingOf(file), { fatal: true });
    const reader = file.stream().getReader();
    for (;;) {
      const { done, value } = await reader.read();
      const piece = done ? decoder.decode() : decoder.decode(value, { stream: true });
      // UTF-8 allows it, no text has it, and most binary formats begin with it.
      if (piece.includes('\u0000')) throw new TypeError('a zero byte');
      lines.add(piece);
      if (done) return lines.end();
    }
  } catch (error) {
    // What the decoder throws; anything else is the disk's.
    if (error instanceof TypeError) {
      throw new DataError(`${name} is not plain text in UTF-8. Save it as UTF-8 text (.txt).`);
    }
    throw new DataError(`${name} could not be read: ${String(error)}`);
  }
}

/** By the byte order mark, which the decoder then leaves out. */
async function encodingOf(file: File): Promise<string> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes % 1e6 === 0 ? 0 : 1);
}
