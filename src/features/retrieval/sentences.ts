/** A sentence within a text. */
export interface Sentence {
  readonly text: string;
  /** Place of its first character in the text, in UTF-16 units. */
  readonly start: number;
}

/** Most sentences of a text that are embedded: about what the longest model reads. */
const MOST = 64;

let segmenter: Intl.Segmenter | null = null;

/** Returns the first sentences of a text; none where it has only one. */
export function sentencesOf(text: string): Sentence[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'sentence' });
  const sentences: Sentence[] = [];
  for (const { segment, index } of segmenter.segment(text)) {
    const trimmed = segment.trim();
    if (!/[\p{L}\p{N}]/u.test(trimmed)) continue;
    sentences.push({ text: trimmed, start: index + segment.indexOf(trimmed) });
    if (sentences.length === MOST) break;
  }
  return sentences.length > 1 ? sentences : [];
}
