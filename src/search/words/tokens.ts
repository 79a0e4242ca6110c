/** A word of a text, as it is searched by. */
export interface Token {
  /** Lower case, compatibility form, without accents. */
  readonly key: string;
  /** Place in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** Longest word that is searched: longer ones are no words, and would fill the memory. */
const MOST_LETTERS = 64;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/gu;
/** Scripts that put no spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const ACCENTS = /[\u0300-\u036f]/gu;

let segmenter: Intl.Segmenter | null = null;

/** Yields the words and numbers of a text, in any script. */
export function* tokensOf(text: string): Generator<Token> {
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    const start = match.index;
    if (!UNSPACED.test(word)) {
      if (word.length <= MOST_LETTERS) yield { key: keyOf(word), start, end: start + word.length };
      continue;
    }
    segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
    for (const { segment, index, isWordLike } of segmenter.segment(word)) {
      if (!isWordLike || segment.length > MOST_LETTERS) continue;
      yield { key: keyOf(segment), start: start + index, end: start + index + segment.length };
    }
  }
}

/** Returns the form by which a word is searched. */
export function keyOf(word: string): string {
  return word
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('’', "'");
}
