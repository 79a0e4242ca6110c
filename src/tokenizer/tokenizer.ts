/**
 * Reads a tokenizer.json with `@huggingface/tokenizers` and replaces the parts in which that library
 * departs from tokenizers (Python/Rust) 0.15.2, which the published package runs on: SentencePiece's
 * character map, BERT's normaliser and pre-tokeniser, Metaspace, white space.
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
} from '@huggingface/tokenizers';
import { BertNormalizer, BertPreTokenizer, LowercaseNormalizer } from './bert.ts';
import { MetaspacePreTokenizer, WhitespaceSplitPreTokenizer } from './metaspace.ts';
import { PrecompiledNormalizer } from './precompiled.ts';
import { StripNormalizer } from './strip.ts';
import { WordCache } from './word-cache.ts';

/** Metaspace settings that the library drops. Before 0.15, `add_prefix_space` was the only switch. */
interface MetaspaceConfig {
  readonly add_prefix_space?: boolean;
  readonly split?: boolean;
}

interface PreTokenizerConfig extends MetaspaceConfig {
  readonly pretokenizers?: readonly PreTokenizerConfig[];
}

interface TokenizerConfig {
  readonly pre_tokenizer: PreTokenizerConfig | null;
  readonly model: { readonly vocab: readonly (readonly [string, number])[] };
}

export class ReferenceTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #metaspaces: MetaspacePreTokenizer[] = [];

  /**
   * @param tokenizerJson Parsed tokenizer.json (Unigram or WordPiece).
   * @param tokenizerConfig Parsed tokenizer_config.json.
   * @throws CheckpointError if its character map is damaged.
   */
  constructor(tokenizerJson: object, tokenizerConfig: object) {
    // The library obeys these two settings; Python's fast tokenisers ignore them.
    const tokenizer = new Tokenizer(tokenizerJson, {
      ...tokenizerConfig,
      remove_space: false,
      do_lowercase_and_remove_accent: false,
    });
    // The library has read the file, so its shape is known.
    const config = tokenizerJson as TokenizerConfig;
    tokenizer.normalizer = tokenizer.normalizer && asReference(tokenizer.normalizer);
    tokenizer.pre_tokenizer =
      tokenizer.pre_tokenizer &&
      this.#preTokenizer(tokenizer.pre_tokenizer, config.pre_tokenizer ?? {});
    if (tokenizer.model instanceof Unigram) keepUnknownScore(tokenizer.model, config);
    tokenizer.model = tokenizer.model && new WordCache(tokenizer.model);
    this.#tokenizer = tokenizer;
  }

  /** Token ids of `text`, with the tokens of the file's template around it unless `bare`. */
  encode(text: string, { bare = false }: { readonly bare?: boolean } = {}): number[] {
    for (const metaspace of this.#metaspaces) metaspace.begin();
    return this.#tokenizer.encode(text, { add_special_tokens: !bare }).ids;
  }

  /** The tokens of `encode`'s ids, as the vocabulary spells them. */
  pieces(text: string): string[] {
    for (const metaspace of this.#metaspaces) metaspace.begin();
    return this.#tokenizer.encode(text).tokens;
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
