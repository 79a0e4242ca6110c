/** Saves a panel's result. Fetched when there is a result. */
import { saveFile } from '../../widgets/save-file.ts';
import { type TsvRows, toTsv } from '../../widgets/tsv.ts';

export { savePng, saveSvg } from '../../widgets/save-picture.ts';

/** @throws Error if the browser does not allow it. */
export async function copyTable(rows: TsvRows): Promise<void> {
  await navigator.clipboard.writeText(toTsv(rows));
}

export function saveTable(rows: TsvRows, name: string): void {
  const file = new Blob([`${toTsv(rows)}\n`], { type: 'text/tab-separated-values' });
  saveFile(file, `${name}.tsv`);
}
