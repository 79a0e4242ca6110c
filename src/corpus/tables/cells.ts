/** Tells cells copied from a spreadsheet from lines of text. */
import { LOOKED_AT } from './limits.ts';
import { SeparatedReader } from './separated.ts';

/** Whether a text is rows of cells: several rows, each with the same number of tabs. */
export function looksLikeCells(text: string): boolean {
  if (!text.includes('\t')) return false;
  const reader = new SeparatedReader(text.slice(0, 256_000), '\t', '"');
  let [rows, width] = [0, 0];
  for (let record = reader.next(); record !== null; record = reader.next()) {
    // The sample may end within a row.
    if (reader.at >= 256_000 || rows === LOOKED_AT) break;
    if (record.width === 1 && record.cells[0]?.trim() === '') continue;
    if (rows > 0 && record.width !== width) return false;
    width = record.width;
    rows += 1;
  }
  return rows > 1 && width > 1;
}
