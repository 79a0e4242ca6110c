/**
 * Reads a tokenizer.json with `@huggingface/tokenizers` and replaces the parts in which that library
 * departs from tokenizers (Python/Rust) 0.15.2, which the published package runs on: SentencePiece's
 * character map, BERT's normaliser and pre-tokeniser, Metaspace, white space. Its two models are replaced because they
 * take time in proportion to the square of a word's length, and the stack of a long one.
 */
import {
  BertNormalizer as LibraryBertNormalizer,
  BertPreTokenizer as LibraryBertPreTokenizer,
  LowercaseNormalizer as LibraryLowercase,
  MetaspacePreTokenizer as LibraryMetaspace,
  PrecompiledNormalizer as LibraryPrecompiled,
  StripNormalizer as LibraryStrip,
  WhitespaceSplitPreTokenizer as LibraryWhitespaceSplit,
  type Normalizer,
  type PreTokenizer,
  SequenceNormalizer,
  SequencePreTokenizer,
  Tokenizer,
  Unigram,
  WordPiece,
} from '@huggingface/tokenizers';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { excerpt } from '../lib/excerpt.ts';
import { BertNormalizer, BertPreTokenizer, LowercaseNormalizer } from './bert.ts';
import { checkedTokenizer, FILE } from './check.ts';
import { MetaspacePreTokenizer, WhitespaceSplitPreTokenizer } from './metaspace.ts';
import { PrecompiledNormalizer } from './precompiled.ts';
import { type StartsConfig, startsAlike, startUpTo } from './starts.ts';
import { StripNormalizer } from './strip.ts';
import { UnigramModel } from './unigram.ts';
import { WordCache } from './word-cache.ts';
import { WordPieceModel } from './word-piece.ts';

/** Metaspace settings that the library drops. Before 0.15, `add_prefix_space` was the only switch. */
interface MetaspaceConfig {
  readonly add_prefix_space?: boolean;
  readonly split?: boolean;
}

interface PreTokenizerConfig extends MetaspaceConfig {
  readonly pretokenizers?: readonly PreTokenizerConfig[];
}

interface TokenizerConfig extends StartsConfig {
  readonly pre_tokenizer: PreTokenizerConfig | null;
  readonly model: { readonly vocab: readonly (readonly [string, number])[] };
}

interface EncodeOptions {
  /** Without the tokens that the file's template puts around a text. */
  readonly bare?: boolean;
  /** How many ids the caller keeps at most. */
  readonly limit?: number;
}

export class ReferenceTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #metaspaces: MetaspacePreTokenizer[] = [];
  /** Whether the first ids of a text are those of its start alone. */
  readonly #startsAlike: boolean;

  /**
   * @param tokenizerJson Parsed tokenizer.json (Unigram or WordPiece).
   * @param tokenizerConfig Parsed tokenizer_config.json.
   * @throws CheckpointError naming the field that is damaged, or that Facet does not know.
   */
  constructor(tokenizerJson: object, tokenizerConfig: object) {
    const config = checkedTokenizer(tokenizerJson) as TokenizerConfig;
    try {
      this.#tokenizer = this.#read(config, tokenizerConfig);
    } catch (cause) {
      throw unusable(cause);
    }
    const { normalizer } = this.#tokenizer;
    this.#startsAlike = startsAlike(config, (text) => normalizer?.normalize(text) ?? text);
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
    for (const metaspace of this.#metaspaces) metaspace.begin();
    try {
      return this.#tokenizer.encode(text, { add_special_tokens: !bare });
    } catch (cause) {
      // The engine compiles a pattern when it is first used.
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

  #read(config: TokenizerConfig, tokenizerConfig: object): Tokenizer {
    // The library obeys these settings; Python's fast tokenisers ignore the first two, and no encoding needs the third.
    const tokenizer = new Tokenizer(config, {
      ...tokenizerConfig,
      remove_space: false,
      do_lowercase_and_remove_accent: false,
      additional_special_tokens: [],
    });
    tokenizer.normalizer = tokenizer.normalizer && asReference(tokenizer.normalizer);
    tokenizer.pre_tokenizer =
      tokenizer.pre_tokenizer &&
      this.#preTokenizer(tokenizer.pre_tokenizer, config.pre_tokenizer ?? {});
    if (tokenizer.model instanceof Unigram) {
      keepUnknownScore(tokenizer.model, config);
      tokenizer.model = new WordCache(new UnigramModel(tokenizer.model));
    } else if (tokenizer.model instanceof WordPiece) {
      tokenizer.model = new WordCache(new WordPieceModel(tokenizer.model));
    }
    return tokenizer;
  }

  #preTokenizer(library: PreTokenizer, config: PreTokenizerConfig): PreTokenizer {
    if (library instanceof SequencePreTokenizer) {
      library.tokenizers = library.tokenizers.map(
        (part, i) => part && this.#preTokenizer(part, config.pretokenizers?.[i] ?? {}),
      );
      return library;
    }
    if (library instanceof LibraryMetaspace) {
      const metaspace = new MetaspacePreTokenizer({
        replacement: library.replacement,
        prepend: config.add_prefix_space === false ? 'never' : library.prepend_scheme,
        split: config.split ?? true,
      });
      this.#metaspaces.push(metaspace);
      return metaspace;
    }
    if (library instanceof LibraryBertPreTokenizer) return new BertPreTokenizer();
    if (library instanceof LibraryWhitespaceSplit) return new WhitespaceSplitPreTokenizer();
    return library;
  }
}

/** In few words: a pattern may have a megabyte, and each text that it fails on keeps the reason. */
function unusable(cause: unknown): CheckpointError {
  if (cause instanceof CheckpointError) return cause;
  const reason = excerpt(cause instanceof Error ? cause.message : String(cause), 120);
  return new CheckpointError(`cannot be used (${reason}); fetch the file again`, { file: FILE });
}

function asReference(library: Normalizer): Normalizer {
  if (library instanceof SequenceNormalizer) {
    library.normalizers = library.normalizers.map((part) => part && asReference(part));
    return library;
  }
  if (library instanceof LibraryPrecompiled) return new PrecompiledNormalizer(library);
  if (library instanceof LibraryBertNormalizer) return new BertNormalizer(library);
  if (library instanceof LibraryLowercase) return new LowercaseNormalizer(library.config);
  if (library instanceof LibraryStrip) return new StripNormalizer(library);
  return library;
}

/**
 * Keeps the file's score of the unknown token's own piece, which the library overwrites with the score
 * of an unknown character. The reference uses the file's score for a text that normalises to `<unk>`
 * (from full-width letters, say).
 */
function keepUnknownScore(model: Unigram, config: TokenizerConfig): void {
  const score = config.model.vocab[model.unk_token_id ?? -1]?.[1];
  if (model.unk_token_id !== undefined && score !== undefined)
    model.scores[model.unk_token_id] = score;
}
