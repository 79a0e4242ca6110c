import { excerpt } from '../lib/excerpt.ts';

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

/**
 * Beginnings of a formula, also in full width, after any white space or characters that are not seen; and tab, return
 * and line feed, which may move what follows into a cell of its own.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－﹣＠﹦﹢﹫−])/u;

function cell(value: string | number): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = excerpt(value, CELL - 2);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[\t\n\r"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
