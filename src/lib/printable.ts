/** Makes text from files safe for a terminal: nothing in it may command the terminal or reorder the line. */

/**
 * Control characters (C0, DEL, C1), line and paragraph separators, and characters that change the direction of writing.
 */
const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Puts text in one line; writes characters that a terminal would obey as in JSON ("\u001b"). */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(
      UNPRINTABLE,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

/** Does the same for text whose line feeds are meant. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
