/**
 * WordPiece in time linear in the length of a word: a piece is looked for at most as long as the vocabulary's longest.
 *
 * Source: `WordPiece::tokenize`, `models/wordpiece/mod.rs`, Hugging Face tokenizers 0.15.2.
 */
import { type WordPiece as LibraryWordPiece, Model } from '@huggingface/tokenizers';

export class WordPieceModel extends Model {
  readonly #library: LibraryWordPiece;
  readonly #prefix: string;
  /** Characters of the longest piece, its prefix left out. */
  readonly #longest: number;

  constructor(library: LibraryWordPiece) {
    super(library.config);
    this.#library = library;
    this.vocab = library.vocab;
    this.tokens_to_ids = library.tokens_to_ids;
    if (library.unk_token_id !== undefined) this.unk_token_id = library.unk_token_id;
    if (library.unk_token !== undefined) this.unk_token = library.unk_token;
    this.#prefix = library.config.continuing_subword_prefix ?? '##';
    let longest = 1;
    for (const piece of library.tokens_to_ids.keys()) longest = Math.max(longest, piece.length);
    this.#longest = longest;
  }

  encode(words: string[]): string[] {
    return words.flatMap((word) => this.#pieces(word) ?? [this.#library.unk_token!]);
  }

  /** The longest piece that fits, from the left; null if there is none somewhere. */
  #pieces(word: string): string[] | null {
    const { max_input_chars_per_word: limit, tokens_to_ids: ids } = this.#library;
    // A character is two units at most.
    if (word.length > 2 * limit) return null;
    const chars = [...word];
    if (chars.length > limit) return null;
    const pieces: string[] = [];
    for (let start = 0; start < chars.length; ) {
      let end = Math.min(chars.length, start + this.#longest);
      let piece = '';
      for (; end > start; end--) {
        piece = (start > 0 ? this.#prefix : '') + chars.slice(start, end).join('');
        if (ids.has(piece)) break;
      }
      if (end === start) return null;
      pieces.push(piece);
      start = end;
    }
    return pieces;
  }
}
