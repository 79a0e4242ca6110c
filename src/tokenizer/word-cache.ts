import { Model } from '@huggingface/tokenizers';

/** The cache is bounded because words are not; a corpus repeats a few thousand. */
const CACHE_SIZE = 32_768;
const LONGEST_CACHED_WORD = 64;

/**
 * A model that remembers the tokens of each word. Words are independent of each other, and
 * segmenting them takes nearly all of the tokenising time.
 */
export class WordCache extends Model {
  readonly #model: Model;
  readonly #words = new Map<string, string[]>();

  constructor(model: Model) {
    super(model.config);
    this.#model = model;
    this.vocab = model.vocab;
    this.tokens_to_ids = model.tokens_to_ids;
    if (model.unk_token_id !== undefined) this.unk_token_id = model.unk_token_id;
    if (model.unk_token !== undefined) this.unk_token = model.unk_token;
    // The wrapped model fuses unknown tokens within a word; the reference never fuses across words.
    this.fuse_unk = false;
  }

  encode(words: string[]): string[] {
    return words.flatMap((word) => this.#word(word));
  }

  #word(word: string): string[] {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const tokens = this.#model([word]);
    if (word.length <= LONGEST_CACHED_WORD) {
      if (this.#words.size >= CACHE_SIZE) this.#words.clear();
      this.#words.set(word, tokens);
    }
    return tokens;
  }
}
