/**
 * Isolates a user's or a file's text inside a line of Facet's own words, so that it cannot reverse these. (On the page,
 * where the text has an element of its own, `<bdi>` does the same.)
 */

/** Commands of the bidirectional algorithm (UAX #9), which could reach beyond the text. */
const COMMANDS = /[\u202a-\u202e\u2066-\u2069]/gu;
/** Controls, line and paragraph separators: a line has none. */
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;
/** Characters that may reverse a line: scripts from right to left, and their marks. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/**
 * Puts the text in one line, without commands, between FSI and PDI if it may be written from right to left. Other text
 * stays as it is.
 */
export function isolated(text: string): string {
  const line = text.replace(CONTROLS, ' ').replace(COMMANDS, '');
  return RIGHT_TO_LEFT.test(line) ? `${FIRST_STRONG_ISOLATE}${line}${POP_ISOLATE}` : line;
}
