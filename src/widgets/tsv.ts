/** Rows of a table, header first. */
export type TsvRows = readonly (readonly (string | number)[])[];

/**
 * Tab-separated values as spreadsheets paste them: cells with tabs, quotes or line breaks are quoted. Texts that a
 * spreadsheet would take for a formula get an apostrophe in front; numbers are written in full.
 */
export function toTsv(rows: TsvRows): string {
  return rows.map((row) => row.map(cell).join('\t')).join('\n');
}

function cell(value: string | number): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[\t\n\r"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
