/** Finds texts by their words, in turns with the rest of the page. */
import { giveTurn } from '../lib/turns.ts';

const LETTER = /[\p{L}\p{N}]/u;
/** Texts between two looks at the clock. */
const TURN_TEXTS = 256;

/** The words that are looked for; none for a blank text. */
export function wordsOf(typed: string): readonly string[] {
  return typed.toLowerCase().split(/\s+/u).filter(Boolean);
}

/**
 * Returns the place of the first of `words` in a text that has a word beginning with each of them; -1 for any other text.
 * @param text In lower case, as the words are.
 */
export function placeOfWords(text: string, words: readonly string[]): number {
  let first = -1;
  for (const [index, word] of words.entries()) {
    const at = beginning(text, word);
    if (at === -1) return -1;
    if (index === 0) first = at;
  }
  return first;
}

/** Where a word of the text begins with `word`; signs within it are taken as they are. */
function beginning(text: string, word: string): number {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !LETTER.test(text[at - 1]!) || !LETTER.test(word[0]!)) return at;
  }
  return -1;
}

/** Texts that have the words. */
export interface FoundTexts<Item> {
  /** The first of them. */
  readonly items: readonly { readonly item: Item; readonly at: number }[];
  /** How many there are. */
  readonly total: number;
}

/**
 * Finds the first `most` texts that have words beginning with those typed, and counts all.
 * @throws the signal's reason once it is aborted.
 */
export async function findTexts<Item extends { readonly text: string }>(
  all: readonly Item[],
  typed: string,
  most: number,
  signal: AbortSignal,
): Promise<FoundTexts<Item>> {
  const words = wordsOf(typed);
  const items: { item: Item; at: number }[] = [];
  let total = 0;
  if (words.length === 0) return { items, total };
  for (const [index, item] of all.entries()) {
    if (index % TURN_TEXTS === 0) await giveTurn(signal);
    const at = placeOfWords(item.text.toLowerCase(), words);
    if (at === -1) continue;
    total += 1;
    if (items.length < most) items.push({ item, at });
  }
  return { items, total };
}
