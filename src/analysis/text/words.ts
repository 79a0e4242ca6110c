const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'word' });
const LETTER = /\p{L}/u;
/** Scripts in which one character is often a word. */
const HAN = /\p{Script=Han}/u;

export interface Word {
  /** Key that words are counted by: compatibility form, lower case, straight apostrophes. */
  readonly key: string;
  /** Spelling in the text. */
  readonly spelling: string;
}

/** Yields the words of a text in any script (UAX #29), except numbers and single letters. */
export function* wordsOf(text: string): Generator<Word> {
  for (const { segment, isWordLike } of SEGMENTER.segment(text)) {
    if (!isWordLike || !LETTER.test(segment)) continue;
    const key = segment.normalize('NFKC').toLowerCase().replaceAll('’', "'");
    if ([...key].length > 1 || HAN.test(key)) yield { key, spelling: segment };
  }
}
