/**
 * Cuts texts that may have megabytes. A browser takes seconds to lay out a megabyte, so no long text enters the page
 * whole: lists show its start, and editors show it part by part.
 */

/** Characters that a list, a tooltip or a name shows of a text. */
const EXCERPT = 400;
/** Characters of a part: more than a model of 512 tokens reads. */
export const PART = 4000;
/** Characters before a part's end within which it may end at a space. */
const SLACK = 200;

/** Returns the start of a text, with an ellipsis if it goes on. @param most Characters before the ellipsis. */
export function excerpt(text: string, most = EXCERPT): string {
  return text.length <= most ? text : `${text.slice(0, wholeBefore(text, most))}…`;
}

/** A part of a text, in UTF-16 units. */
export interface Part {
  readonly start: number;
  /** First unit after it. */
  readonly end: number;
}

/** Returns the part that begins at `start`: up to `size` units, ending after a space where one is near. */
export function partFrom(text: string, start: number, size = PART): Part {
  const full = start + size;
  if (full >= text.length) return { start, end: text.length };
  const near = text.slice(full - SLACK, full);
  const space = near.search(/\s\S*$/u);
  return { start, end: space === -1 ? wholeBefore(text, full) : full - SLACK + space + 1 };
}

/** Returns the part that ends at `end`. */
export function partBefore(text: string, end: number, size = PART): Part {
  if (end <= size) return { start: 0, end };
  const full = end - size;
  const near = text.slice(full, full + SLACK);
  const space = near.search(/\s/u);
  return { start: space === -1 ? wholeBefore(text, full) : full + space + 1, end };
}

/** Returns a place at or just before `at` that is not inside a surrogate pair. */
function wholeBefore(text: string, at: number): number {
  const isLow = (text.charCodeAt(at) & 0xfc00) === 0xdc00;
  const isHigh = (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
  return isLow && isHigh ? at - 1 : at;
}
