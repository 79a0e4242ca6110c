/**
 * Beginnings of a formula, also in full width, after any white space or characters that are not seen; and tab, return
 * and line feed, which may move what follows into a cell of its own.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－﹣＠﹦﹢﹫−])/u;

/** A text for a spreadsheet's cell: one that would be taken for a formula gets an apostrophe in front (OWASP, "CSV Injection"). */
export function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
