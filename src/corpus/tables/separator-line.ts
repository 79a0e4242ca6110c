/** Finds where the rows of separated values begin: after Excel's `sep=;`, titles and remarks. */
import type { Start } from './separated.ts';

/** Characters of a separator. */
const SEPARATOR_LIMIT = 5;

/** Excel's first line `sep=;`: the separator it names, and the length of the line with its end. */
export function separatorLine(text: string): { separator: string | null; length: number } {
  const found = /^"?sep=([^\r\n"]{0,30})"?[ ,;\t]*(?:\r\n|\r|\n|$)/i.exec(text.slice(0, 60));
  if (found === null) return { separator: null, length: 0 };
  const { length } = found[0];
  const said = found[1] ?? '';
  // An empty one leaves the choice to the reader.
  if (said === '') return { separator: null, length };
  const separator = separatorOf(said, text.slice(length).split(/[\r\n]/, 1)[0] ?? '');
  return separator === null ? { separator: null, length: 0 } : { separator, length };
}

/** The separator that is meant: spreadsheets fill the line up with spaces or with the separator itself. */
function separatorOf(said: string, next: string): string | null {
  if (said === '\\t') return '\t';
  if ([...said].length === 1) return said;
  const meant = said.trim() === '' ? (said[0] ?? null) : said.trim();
  if (meant === null || [...meant].length === 1) return meant;
  const [one = ''] = meant;
  const filled = [...meant.slice(one.length)].every(
    (char) => char === one || ',;\t '.includes(char),
  );
  if (filled && (!next.includes(meant) || next.replaceAll(meant, '').includes(one))) return one;
  return meant.length <= SEPARATOR_LIMIT && !/[\p{L}\p{N}]/u.test(meant) ? meant : null;
}

/** Where rows begin: after Excel's first line and `skip` more lines. */
export function startOf(text: string, skip: number): Start {
  const { length } = separatorLine(text);
  const ends = /\r\n|\r|\n|$/g;
  let [at, line] = [length, length === 0 ? 1 : 2];
  for (let skipped = 0; skipped < skip && at < text.length; skipped++) {
    ends.lastIndex = at;
    const end = ends.exec(text);
    at = end === null ? text.length : end.index + end[0].length;
    line += 1;
  }
  return { at, line };
}
