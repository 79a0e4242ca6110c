/** Rows of a table, header first. */
export type TsvRows = readonly (readonly (string | number)[])[];

/**
 * Tab-separated values as spreadsheets paste them: cells with tabs, quotes or line breaks are quoted. Texts that a
 * spreadsheet would take for a formula get an apostrophe in front (OWASP, "CSV Injection"); numbers are written in
 * full.
 */
export function toTsv(rows: TsvRows): string {
  return rows.map((row) => row.map(cell).join('\t')).join('\n');
}

/**
 * Beginnings of a formula, also in full width, after any white space or characters that are not seen; and tab, return
 * and line feed, which may move what follows into a cell of its own.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－﹣＠﹦﹢﹫−])/u;

function cell(value: string | number): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[\t\n\r"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
