/**
 * The front of `tables/`: reads a file of texts into its table, and the table's columns into texts. The
 * page fetches it with the first file.
 */
import { guessSettings, readSource } from './tables/read-table.ts';
import { openTableSource } from './tables/source.ts';
import type { Table, TableSettings } from './tables/types.ts';

export { guessColumns, guessSurplus, tableTexts } from './tables/columns.ts';
export { guessAgain, guessInEncoding, guessSettings, readSource } from './tables/read-table.ts';
export { openTableSource } from './tables/source.ts';

/**
 * @param settings Null takes the guessed ones.
 * @param onProgress Fraction read.
 * @throws DataError that names the file and what is wrong with it; AbortError.
 */
export async function readTable(
  file: File,
  settings: TableSettings | null = null,
  onProgress: (fraction: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Table> {
  const source = await openTableSource(file, signal);
  const guessed = settings ?? (await guessSettings(source, { onProgress: () => {}, signal }));
  return readSource(source, guessed, { onProgress, signal });
}
