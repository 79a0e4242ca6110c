/**
 * Where a text matches a pattern, and what comes of the matches.
 *
 * Source: `tokenizer/pattern.rs` and `tokenizer/normalizer.rs` (`split`, `replace`), Hugging Face
 * tokenizers 0.15.2.
 */
/** What becomes of matches where a text is split; the names are those of the file. */
export type SplitBehaviour =
  | 'Removed'
  | 'Isolated'
  | 'MergedWithPrevious'
  | 'MergedWithNext'
  | 'Contiguous';

/** A part of a text that is a match, or that lies between matches. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly isMatch: boolean;
}

/**
 * The stretches of a text, in order, with nothing between them. An empty match right after a match is none; JavaScript
 * has one there.
 */
function stretchesOf(text: string, pattern: RegExp): Stretch[] {
  if (text === '') return [];
  const stretches: Stretch[] = [];
  let done = 0;
  let lastMatch = -1;
  for (let from = 0; from <= text.length; ) {
    pattern.lastIndex = from;
    const found = pattern.exec(text);
    if (found === null) break;
    const start = found.index;
    const end = start + found[0].length;
    if (start === end && end === lastMatch) {
      from = end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
      continue;
    }
    if (done !== start) stretches.push({ start: done, end: start, isMatch: false });
    stretches.push({ start, end, isMatch: true });
    from = end;
    lastMatch = end;
    done = end;
  }
  if (done !== text.length) stretches.push({ start: done, end: text.length, isMatch: false });
  return stretches;
}

/** Splits a text at matches; with `invert`, at what lies between them. No piece is empty. */
export function splitAt(
  text: string,
  pattern: RegExp,
  behaviour: SplitBehaviour,
  invert = false,
): string[] {
  const all = stretchesOf(text, pattern).map((stretch) =>
    invert ? { ...stretch, isMatch: !stretch.isMatch } : stretch,
  );
  return MERGED[behaviour](all)
    .filter(({ start, end }) => start < end)
    .map(({ start, end }) => text.slice(start, end));
}

const MERGED: Record<SplitBehaviour, (all: Stretch[]) => Stretch[]> = {
  Removed: (all) => all.filter(({ isMatch }) => !isMatch),
  Isolated: (all) => all,
  Contiguous: (all) => merge(all, (next, last) => next.isMatch === last.isMatch),
  MergedWithPrevious: (all) => merge(all, (next, last) => next.isMatch && !last.isMatch),
  MergedWithNext: (all) =>
    merge(all.toReversed(), (next, last) => next.isMatch && !last.isMatch).toReversed(),
};

/** Joins each stretch to the one before it where `joins` says so of the two. */
function merge(all: Stretch[], joins: (next: Stretch, last: Stretch) => boolean): Stretch[] {
  const merged: Stretch[] = [];
  for (const [i, next] of all.entries()) {
    const last = merged.at(-1);
    if (last === undefined || !joins(next, all[i - 1]!)) merged.push(next);
    else {
      const start = Math.min(last.start, next.start);
      merged[merged.length - 1] = { ...last, start, end: Math.max(last.end, next.end) };
    }
  }
  return merged;
}

/** Replaces the matches by `content` as it stands: `$1` has no meaning in it. */
export function replaceAt(text: string, pattern: RegExp, content: string): string {
  return stretchesOf(text, pattern)
    .map(({ start, end, isMatch }) => (isMatch ? content : text.slice(start, end)))
    .join('');
}
