/**
 * The `Precompiled` normaliser: applies SentencePiece's own rules (usually NFKC and white space) from
 * the tokenizer file. The library only approximates them with NFKC.
 *
 * Source: `normalizers/precompiled.rs`, Hugging Face tokenizers 0.15.2.
 */
import {
  type PrecompiledNormalizer as LibraryPrecompiled,
  Normalizer,
} from '@huggingface/tokenizers';
import { Charsmap } from './charsmap.ts';

/** Graphemes of fewer UTF-8 bytes are looked up whole, before their characters. */
const LONGEST_WHOLE_GRAPHEME = 6;
/** The cache is bounded because graphemes are not (any letter with any marks); a text uses a few hundred. */
const CACHE_SIZE = 16_384;

/**
 * Runs to segment into graphemes: characters that are not printable ASCII, with the printable one on
 * either side. Two printable ASCII characters always have a boundary between them.
 */
const NOT_PLAIN = /[ -~]?(?:[^ -~]+[ -~]?)+/gu;
const PRINTABLE = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i));

export class PrecompiledNormalizer extends Normalizer {
  readonly #charsmap: Charsmap;
  readonly #encoder = new TextEncoder();
  readonly #segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  readonly #cache = new Map<string, string>();
  /** Whether the rules keep printable ASCII; SentencePiece's own do, unless they fold case. */
  readonly #plainIsKept: boolean;

  constructor(library: LibraryPrecompiled) {
    super(library.config);
    this.#charsmap = new Charsmap(String(library.charsmap));
    this.#plainIsKept = PRINTABLE.every((char) => this.#grapheme(char) === char);
  }

  normalize(text: string): string {
    return this.#plainIsKept
      ? text.replace(NOT_PLAIN, (run) => this.#graphemes(run))
      : this.#graphemes(text);
  }

  #graphemes(text: string): string {
    let out = '';
    for (const { segment } of this.#segmenter.segment(text)) out += this.#grapheme(segment);
    return out;
  }

  #grapheme(grapheme: string): string {
    const known = this.#cache.get(grapheme);
    if (known !== undefined) return known;
    const normalized = this.#transform(grapheme);
    if (this.#cache.size >= CACHE_SIZE) this.#cache.clear();
    this.#cache.set(grapheme, normalized);
    return normalized;
  }

  #transform(grapheme: string): string {
    const utf8 = this.#encoder.encode(grapheme);
    const whole = utf8.length < LONGEST_WHOLE_GRAPHEME ? this.#charsmap.transform(utf8) : undefined;
    if (whole !== undefined) return whole;
    let out = '';
    for (const char of grapheme)
      out += this.#charsmap.transform(this.#encoder.encode(char)) ?? char;
    return out;
  }
}
