/**
 * Beginnings of a formula, also in full width, after any white space or invisible characters; and tab, return and line
 * feed, which may move the rest into a cell of its own.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－﹣＠﹦﹢﹫−])/u;

/**
 * Makes a text safe for a spreadsheet's cell: puts an apostrophe before one that would be taken for a formula (OWASP,
 * "CSV Injection").
 */
export function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
