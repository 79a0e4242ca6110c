import { excerpt } from '../lib/excerpt.ts';
import { guarded } from '../lib/formula.ts';

/** Rows of a table, header first. */
export type TsvRows = readonly (readonly (string | number)[])[];

/** Characters of a cell, which are as many as spreadsheets take: a long text stands in a row for each of its pairs. */
const CELL = 32_767;

/**
 * Tab-separated values as spreadsheets paste them: cells with tabs, quotes or line breaks are quoted. Texts that a
 * spreadsheet would take for a formula get an apostrophe in front (OWASP, "CSV Injection"); numbers are written in
 * full. A text that is longer than a spreadsheet's cell ends in an ellipsis.
 */
export function toTsv(rows: TsvRows): string {
  return rows.map((row) => row.map(cell).join('\t')).join('\n');
}

function cell(value: string | number): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = guarded(excerpt(value, CELL - 2));
  return /[\t\n\r"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
