/**
 * Reads a tokenizer.json as tokenizers (Python/Rust) 0.15.2 does, which the published package runs on. Added tokens and
 * the template around a text are `@huggingface/tokenizers`' own. Its normalisers and pre-tokenisers are replaced,
 * because they depart from the reference; its two models, because they take time in proportion to the square of a
 * word's length, and the stack of a long one.
 */
import { Normalizer, PreTokenizer, Tokenizer, Unigram, WordPiece } from '@huggingface/tokenizers';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { excerpt } from '../lib/excerpt.ts';
import { checkedTokenizer, FILE } from './check.ts';
import { type Normalise, type NormalizerConfig, normaliserOf } from './normalizers.ts';
import { type PreTokeniser, type PreTokenizerConfig, preTokeniserOf } from './pre-tokenizers.ts';
import { startsAlike, startUpTo } from './starts.ts';
import { UnigramModel } from './unigram.ts';
import { WordCache } from './word-cache.ts';
import { WordPieceModel } from './word-piece.ts';

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special?: boolean;
  readonly normalized?: boolean;
}

interface TokenizerConfig {
  readonly normalizer: NormalizerConfig | null;
  readonly pre_tokenizer: PreTokenizerConfig | null;
  readonly added_tokens: readonly AddedToken[];
  readonly model: { readonly vocab: UnigramVocab | WordPieceVocab };
}

type UnigramVocab = readonly (readonly [piece: string, score: number])[];
type WordPieceVocab = Readonly<Record<string, number>>;

interface EncodeOptions {
  /** Without the tokens that the file's template puts around a text. */
  readonly bare?: boolean;
  /** How many ids the caller keeps at most. */
  readonly limit?: number;
}

export class ReferenceTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #preTokeniser: PreTokeniser | null;
  /** Whether the first ids of a text are those of its start alone. */
  readonly #startsAlike: boolean;

  /**
   * @param tokenizerJson Parsed tokenizer.json (Unigram or WordPiece).
   * @param tokenizerConfig Parsed tokenizer_config.json.
   * @throws CheckpointError naming the field that is damaged, or that Facet does not know.
   */
  constructor(tokenizerJson: object, tokenizerConfig: object) {
    const config = checkedTokenizer(tokenizerJson) as TokenizerConfig;
    const { normalizer, pre_tokenizer: split } = config;
    const normalise: Normalise = normalizer === null ? (text) => text : normaliserOf(normalizer);
    this.#preTokeniser = split && preTokeniserOf(split);
    try {
      this.#tokenizer = read(config, tokenizerConfig, normalise);
      this.#tokenizer.pre_tokenizer = this.#preTokeniser && new OwnPreTokenizer(this.#preTokeniser);
      this.#startsAlike = startsAlike(config, normalise);
    } catch (cause) {
      throw unusable(cause);
    }
  }

  /**
   * Token ids of `text`, with the tokens of the file's template around it unless `bare`. With a `limit`, an encoding of
   * more ids may end early: it still has more than `limit`, and all before the template's last are those of the whole.
   * @throws CheckpointError if the file has no token for a part of the text.
   */
  encode(
    text: string,
    { bare = false, limit = Number.POSITIVE_INFINITY }: EncodeOptions = {},
  ): number[] {
    if (this.#startsAlike) {
      for (let size = 8 * limit; size < text.length; size *= 4) {
        const start = startUpTo(text, size);
        if (start === null) break;
        const ids = this.#ids(start, bare);
        if (ids.length > limit) return ids;
      }
    }
    return this.#ids(text, bare);
  }

  /** The tokens of `encode`'s ids, as the vocabulary spells them. */
  pieces(text: string): string[] {
    return this.#encoded(text, false).tokens;
  }

  #encoded(text: string, bare: boolean): { ids: number[]; tokens: string[] } {
    this.#preTokeniser?.begin();
    try {
      return this.#tokenizer.encode(text, { add_special_tokens: !bare });
    } catch (cause) {
      // JavaScript compiles a pattern when it is first used.
      throw unusable(cause);
    }
  }

  #ids(text: string, bare: boolean): number[] {
    const { ids, tokens } = this.#encoded(text, bare);
    // The library gives no number where there is not even a token for what is unknown.
    const missing = ids.findIndex((id) => typeof id !== 'number');
    if (missing < 0) return ids;
    const piece = JSON.stringify(tokens[missing]?.slice(0, 40));
    throw new CheckpointError(`has no token for ${piece}, and none for what is unknown`, {
      file: FILE,
    });
  }
}

/** In few words: a pattern may have a megabyte, and each text that it fails on keeps the reason. */
function unusable(cause: unknown): CheckpointError {
  if (cause instanceof CheckpointError) return cause;
  const reason = excerpt(cause instanceof Error ? cause.message : String(cause), 120);
  return new CheckpointError(`cannot be used (${reason}); fetch the file again`, { file: FILE });
}

/** The library's tokenizer with the reference's normaliser and models, and no pre-tokeniser. */
function read(config: TokenizerConfig, tokenizerConfig: object, normalise: Normalise): Tokenizer {
  const own = ownIds(config);
  // The model's own id counts, then the first that the file gives.
  const ids = new Map(
    config.added_tokens.map(({ content, id }) => [content, id] as const).toReversed(),
  );
  const tokens = config.added_tokens.map((token) => ({
    ...token,
    id: own.get(token.content) ?? ids.get(token.content)!,
    // The library would look for it as its own normaliser spells it.
    found: isNormalised(token) ? normalise(token.content) : token.content,
  }));
  const parts = {
    ...config,
    added_tokens: tokens
      .filter(({ found }) => found !== '')
      .map((token) => ({ ...token, content: token.found })),
    // A normaliser that does nothing makes the library look for those tokens in normalised text.
    normalizer: { type: 'Sequence', normalizers: [] },
    pre_tokenizer: null,
  };
  // The library obeys these settings; Python's fast tokenisers ignore the first two, and no encoding needs the third.
  const tokenizer = new Tokenizer(parts, {
    ...tokenizerConfig,
    remove_space: false,
    do_lowercase_and_remove_accent: false,
    additional_special_tokens: [],
  });
  if (tokenizer.model instanceof Unigram) {
    keepUnknownScore(tokenizer.model, config);
    tokenizer.model = new WordCache(new UnigramModel(tokenizer.model));
  } else if (tokenizer.model instanceof WordPiece) {
    tokenizer.model = new WordCache(new WordPieceModel(tokenizer.model));
  }
  for (const { content, found, id } of tokens) {
    // The model finds no added tokens within words; the library lets it.
    if (!own.has(found)) tokenizer.model?.tokens_to_ids.delete(found);
    // The template names tokens as the file does.
    if (found !== content) tokenizer.model?.tokens_to_ids.set(content, id);
  }
  tokenizer.normalizer = config.normalizer && new OwnNormalizer(normalise);
  return tokenizer;
}

/** Ids of the added tokens that are pieces of the model too. */
function ownIds({ added_tokens: added, model }: TokenizerConfig): Map<string, number> {
  const contents = new Set(added.map(({ content }) => content));
  const pieces = Array.isArray(model.vocab)
    ? (model.vocab as UnigramVocab).map(([piece], id) => [piece, id] as const)
    : Object.entries(model.vocab as WordPieceVocab);
  return new Map(pieces.filter(([piece]) => contents.has(piece)));
}

function isNormalised({ normalized, special }: AddedToken): boolean {
  return normalized ?? !special;
}

class OwnNormalizer extends Normalizer {
  readonly #normalise: Normalise;

  constructor(normalise: Normalise) {
    super({ type: 'Sequence', normalizers: [] });
    this.#normalise = normalise;
  }

  normalize(text: string): string {
    return this.#normalise(text);
  }
}

class OwnPreTokenizer extends PreTokenizer {
  readonly #own: PreTokeniser;

  constructor(own: PreTokeniser) {
    super();
    this.#own = own;
  }

  pre_tokenize_text(text: string): string[] {
    return this.#own.split(text);
  }
}

/**
 * Keeps the file's score of the unknown token's own piece, which the library overwrites with the score
 * of an unknown character. The reference uses the file's score for a text that normalises to `<unk>`
 * (from full-width letters, say).
 */
function keepUnknownScore(model: Unigram, config: TokenizerConfig): void {
  const score = (config.model.vocab as UnigramVocab)[model.unk_token_id ?? -1]?.[1];
  if (model.unk_token_id !== undefined && score !== undefined)
    model.scores[model.unk_token_id] = score;
}
