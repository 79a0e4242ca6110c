/** Saves a panel's result. Fetched when there is a result. */
import type { Turn } from '../../app/panels.ts';
import { saveFile } from '../../widgets/save-file.ts';
import { type TsvRows, toTsv } from '../../widgets/tsv.ts';

export { savePng, saveSvg } from '../../widgets/save-picture.ts';

/** Rows of a table between two turns: a few milliseconds of work. */
const ROWS_PER_TURN = 2000;

/** @throws Error if the browser does not allow it. */
export async function copyTable(rows: TsvRows, turn: Turn): Promise<void> {
  await navigator.clipboard.writeText((await linesOf(rows, turn)).join('\n'));
}

export async function saveTable(rows: TsvRows, name: string, turn: Turn): Promise<void> {
  const parts = (await linesOf(rows, turn)).map((part) => `${part}\n`);
  saveFile(new Blob(parts, { type: 'text/tab-separated-values' }), `${name}.tsv`);
}

/** The table as text, in parts that are whole lines. */
async function linesOf(rows: TsvRows, turn: Turn): Promise<string[]> {
  const parts: string[] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_TURN) {
    await turn(from / rows.length);
    parts.push(toTsv(rows.slice(from, from + ROWS_PER_TURN)));
  }
  return parts;
}
