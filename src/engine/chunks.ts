/**
 * Cuts a long text into chunks that a model reads whole: at sentences; a sentence that is too long at words, a word at
 * graphemes, a grapheme at code points. The end of a chunk is the beginning of the next one, so that what stands at a
 * border is read in its context.
 */

/** A part of a text, without the space at its ends. */
export interface Chunk {
  readonly text: string;
  /** Place of its first character in the text, and of the one after its last, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

export interface ChunkOptions {
  readonly countTokens: (text: string) => number;
  /** Most tokens of a chunk; only a single code point may have more. */
  readonly budget: number;
  /** Most tokens that a chunk repeats of the one before. */
  readonly overlap: number;
}

/** Characters of a token in most languages, for the first guess. */
const USUAL_LENGTH = 4;

/** What a text is cut at, in the order tried. */
const LEVELS = ['sentence', 'word', 'grapheme', 'code point'] as const;
type Level = (typeof LEVELS)[number];

/**
 * Every character of the text is in a chunk, space at the ends of chunks aside. Takes time in proportion to the text's
 * length. Text without any character but space has no chunk.
 */
export function* chunksOf(text: string, options: ChunkOptions): Generator<Chunk, void> {
  const { overlap } = options;
  const borders = new Borders(text, 32 * options.budget + 4096);
  const measure = new Measure(text, options);
  let [start, reached] = [0, 0];
  while (reached < text.length) {
    const found = nextEnd(borders, measure, start, reached);
    const part = text.slice(found.start, found.end);
    const trimmed = part.trim();
    const from = found.start + part.indexOf(trimmed);
    if (trimmed !== '') yield { text: trimmed, start: from, end: from + trimmed.length };
    reached = found.end;
    start =
      overlap > 0 ? overlapStart(borders, measure, { ...found, start: from }, overlap) : reached;
  }
}

/** Whether a text has at most `budget` tokens; reads no more of it than it takes to see that it has more. */
export function fitsBudget(text: string, { countTokens, budget }: ChunkOptions): boolean {
  // The tokens at the end of a head may differ from those of the whole.
  for (let size = 8 * budget; 2 * size < text.length; size *= 4) {
    if (countTokens(text.slice(0, size)) > 1.5 * budget + 16) return false;
  }
  return countTokens(text) <= budget;
}

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly level: number;
}

/** Finds the last border beyond `reached` up to which a chunk from `start` fits; without overlap where none fits with it. */
function nextEnd(borders: Borders, measure: Measure, start: number, reached: number): Cut {
  const starts = start < reached ? [start, reached] : [reached];
  for (const level of LEVELS.keys()) {
    const { ends } = borders.around(level, reached);
    const first = firstAbove(ends, reached);
    for (const from of starts) {
      const guess = firstAbove(ends, from + measure.expectedLength());
      const last = lastThat(first, ends.length, guess, (at) => measure.fits(from, ends[at]!));
      if (last >= first) return { start: from, end: ends[last]!, level };
    }
  }
  // One code point has more tokens than the budget.
  const end = reached + String.fromCodePoint(measure.text.codePointAt(reached)!).length;
  return { start: reached, end, level: LEVELS.length - 1 };
}

/** Finds where the next chunk begins: at the first border from which on the end of this one is within the overlap. */
function overlapStart(
  borders: Borders,
  measure: Measure,
  { start, end, level }: Cut,
  overlap: number,
): number {
  const { ends } = borders.around(level, end - 1);
  const last = firstAbove(ends, end - 1);
  const most = last - firstAbove(ends, start);
  // Counted backwards: the border before the last one is number 0.
  const back = lastThat(0, most, 0, (at) => measure.within(ends[last - 1 - at]!, end, overlap));
  return back < 0 ? end : ends[last - 1 - back]!;
}

/** Counts the tokens of parts of a text. */
class Measure {
  readonly text: string;
  readonly #options: ChunkOptions;
  /** Characters of a token in what was measured last. */
  #length = USUAL_LENGTH;

  constructor(text: string, options: ChunkOptions) {
    this.text = text;
    this.#options = options;
  }

  expectedLength(): number {
    return Math.floor(this.#options.budget * this.#length);
  }

  fits(start: number, end: number): boolean {
    const part = this.text.slice(start, end).trim();
    let last = 0;
    const countTokens = (text: string) => {
      last = this.#options.countTokens(text);
      return last;
    };
    const fits = fitsBudget(part, { ...this.#options, countTokens });
    if (fits && last > 0) this.#length = (end - start) / last;
    return fits;
  }

  within(start: number, end: number, limit: number): boolean {
    return this.#options.countTokens(this.text.slice(start, end).trim()) <= limit;
  }
}

/** Returns the last number from `first` up to below `after` that passes, if all before it do; `first - 1` for none. */
function lastThat(
  first: number,
  after: number,
  guess: number,
  passes: (at: number) => boolean,
): number {
  let [low, high] = [first - 1, after];
  let at = guess;
  // Steps that double from the guess: it is mostly near.
  let step = 1;
  while (high - low > 1) {
    at = Math.max(low + 1, Math.min(high - 1, at));
    if (passes(at)) {
      low = at;
      at = high === after ? at + step : (low + high) >> 1;
    } else {
      high = at;
      at = low < first ? at - step : (low + high) >> 1;
    }
    step *= 2;
  }
  return low;
}

/** Returns the index of the first number above a value, in numbers that rise. */
function firstAbove(numbers: readonly number[], value: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Range {
  readonly from: number;
  readonly to: number;
  /** Ends of its pieces. */
  readonly ends: readonly number[];
}

/** The borders of a text. Each part of it is segmented once at each level, when it is first asked for. */
class Borders {
  readonly #text: string;
  /** Most characters that are segmented at once below sentences. */
  readonly #stretch: number;
  readonly #ranges: Range[] = [];

  constructor(text: string, stretch: number) {
    this.#text = text;
    this.#stretch = stretch;
  }

  /** The pieces of a level, of the piece of the level above that holds the character at `at`, or of a stretch of it. */
  around(level: number, at: number): Range {
    const known = this.#ranges[level];
    if (known !== undefined && known.from <= at && at < known.to) return known;
    const [begin, end] = level === 0 ? [0, this.#text.length] : this.#piece(level - 1, at);
    const isLong = level > 0 && end - begin > this.#stretch;
    const from = isLong ? at : begin;
    let to = isLong ? Math.min(end, at + this.#stretch) : end;
    const ends = endsOf(this.#text.slice(from, to), LEVELS[level]!).map((each) => from + each);
    // The last piece of a stretch may go on after it.
    if (to < end && ends.length > 1) ends.pop();
    to = ends.at(-1)!;
    const range = { from, to, ends };
    this.#ranges[level] = range;
    return range;
  }

  #piece(level: number, at: number): [from: number, to: number] {
    const { from, to, ends } = this.around(level, at);
    const next = firstAbove(ends, at);
    return [ends[next - 1] ?? from, ends[next] ?? to];
  }
}

const segmenters = new Map<string, Intl.Segmenter>();

interface Segment {
  readonly segment: string;
  readonly index: number;
  readonly isWordLike?: boolean;
}

/** Segments a text in windows: the time that a browser takes for a segment grows with the text. */
function* segments(
  text: string,
  granularity: 'sentence' | 'word' | 'grapheme',
): Generator<Segment> {
  let segmenter = segmenters.get(granularity);
  // The root locale: chunks must not depend on whose browser makes them.
  segmenter ??= new Intl.Segmenter('und', { granularity });
  segmenters.set(granularity, segmenter);
  const usual = { sentence: 2048, word: 256, grapheme: 64 }[granularity];
  let size = usual;
  for (let from = 0; from < text.length; ) {
    const found = [...segmenter.segment(text.slice(from, from + size))];
    const isLast = from + size >= text.length;
    // The last one may go on after the window.
    if (!isLast) found.pop();
    for (const { segment, index, isWordLike } of found) {
      yield { segment, index: from + index, isWordLike: isWordLike ?? false };
    }
    if (isLast) return;
    const last = found.at(-1);
    if (last !== undefined) from += last.index + last.segment.length;
    size = last === undefined ? 2 * size : usual;
  }
}

function endsOf(text: string, level: Level): number[] {
  const ends: number[] = [];
  if (level === 'code point') {
    let end = 0;
    for (const point of text) {
      end += point.length;
      ends.push(end);
    }
    return ends;
  }
  if (level !== 'word') {
    for (const { segment, index } of segments(text, level)) ends.push(index + segment.length);
    return ends;
  }
  // Space and punctuation stay with the word before, what opens with the word after.
  let before = '';
  for (const { segment, index, isWordLike } of segments(text, level)) {
    const begins = isWordLike ? !OPENING.test(before) : OPENING.test(segment);
    if (index > 0 && (begins || (SPACE.test(before) && !SPACE.test(segment)))) ends.push(index);
    before = segment;
  }
  ends.push(text.length);
  return ends;
}

const OPENING = /^[\p{Ps}\p{Pi}]$/u;
const SPACE = /^\s/;
