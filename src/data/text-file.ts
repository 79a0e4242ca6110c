import { checkSize, decodeFile } from './decode-file.ts';
import { DataError } from './errors.ts';
import { type PastedTexts, TextLines } from './paste.ts';

/** Larger files are refused: embedding their texts would take hours. In bytes. */
export const FILE_LIMIT = 10_000_000;

/** Files whose lines are not texts, and which `table-file.ts` does not read either. */
const OTHER = /\.(json|xlsx?|ods|parquet)$/i;

/**
 * The texts of a plain text file, one a line, as `splitPastedTexts` takes them. UTF-8 with or
 * without a byte order mark, or UTF-16 with one. Read in pieces, so that a large file does not hold
 * up the page.
 * @throws DataError that names the file and says what is wrong with it.
 */
export async function readTextFile(file: File, signal?: AbortSignal): Promise<PastedTexts> {
  if (OTHER.test(file.name)) {
    throw new DataError(
      `${file.name} is not read: save its texts as a table (.csv, .tsv, .jsonl) or as text, one a line (.txt).`,
    );
  }
  checkSize(file, FILE_LIMIT);
  const lines = new TextLines();
  await decodeFile(file, (piece) => lines.add(piece), signal);
  return lines.end();
}
