import { Fragment } from 'react';
import { tokensOf } from '../../search/words/tokens.ts';

/** Characters before the first marked word that are shown of a text that does not begin with it. */
const BEFORE = 40;

/** A part of a text; a marked one is a word that was looked for. */
export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/**
 * Cuts the start of a text into pieces, or the part around the first word that was looked for where that comes late.
 * @param terms Words as `tokensOf` gives them.
 */
export function piecesOf(text: string, terms: readonly string[], most: number): Piece[] {
  const wanted = new Set(terms);
  const hits = [...tokensOf(text.slice(0, MOST_LOOKED_AT))].filter(({ key }) => wanted.has(key));
  const late = hits[0] !== undefined && hits[0].start > 2 * BEFORE;
  const from = late ? spaceBefore(text, hits[0]!.start - BEFORE) : 0;
  const to = Math.min(text.length, from + most);
  const pieces: Piece[] = late ? [{ text: '…', marked: false }] : [];
  let at = from;
  for (const { start, end } of hits) {
    if (end > to) break;
    if (start > at) pieces.push({ text: text.slice(at, start), marked: false });
    pieces.push({ text: text.slice(start, end), marked: true });
    at = end;
  }
  if (to > at) pieces.push({ text: text.slice(at, to), marked: false });
  if (to < text.length) pieces.push({ text: '…', marked: false });
  return pieces;
}

/** Characters of a text that are looked at for words. */
const MOST_LOOKED_AT = 20_000;

/** Returns the first place after a space from `at` on, or `at` where none is near. */
function spaceBefore(text: string, at: number): number {
  const space = text.slice(at, at + BEFORE).search(/\s/u);
  return space === -1 ? at : at + space + 1;
}

/** The start of a text, with the words that were looked for marked. */
export function Marked({
  text,
  terms,
  most,
}: {
  readonly text: string;
  readonly terms: readonly string[];
  /** Characters shown. */
  readonly most: number;
}) {
  return piecesOf(text, terms, most).map((piece, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
    <Fragment key={at}>{piece.marked ? <mark>{piece.text}</mark> : piece.text}</Fragment>
  ));
}
