/**
 * The `Precompiled` normaliser: applies SentencePiece's own rules (usually NFKC and white space) from
 * the tokenizer file. The library only approximates them with NFKC.
 *
 * Source: `normalizers/precompiled.rs`, Hugging Face tokenizers 0.15.2.
 */
import { Charsmap } from './charsmap.ts';

/** Graphemes of fewer UTF-8 bytes are looked up whole, before their characters. */
const LONGEST_WHOLE_GRAPHEME = 6;
/** The cache is bounded because graphemes are not (any letter with any marks); a text uses a few hundred. */
const CACHE_SIZE = 16_384;

/** UTF-16 units that are segmented at once, if no grapheme is longer. */
const WINDOW = 512;
/** Graphemes that are longer are not kept: one letter can have a million marks. */
const LONGEST_CACHED = 32;

/** Not printable ASCII. Two printable ASCII characters always have a boundary between them. */
const NOT_PLAIN = /[^ -~]+/g;
const PRINTABLE = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i));

export class PrecompiledNormalizer {
  readonly #charsmap: Charsmap;
  readonly #encoder = new TextEncoder();
  readonly #segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  readonly #cache = new Map<string, string>();
  /** Whether the rules keep printable ASCII; SentencePiece's own do, unless they fold case. */
  readonly #plainIsKept: boolean;

  /** @param charsmap The `precompiled_charsmap` of the file. @throws CheckpointError if it is damaged. */
  constructor(charsmap: string) {
    this.#charsmap = new Charsmap(charsmap);
    this.#plainIsKept = PRINTABLE.every((char) => this.#grapheme(char) === char);
  }

  normalize(text: string): string {
    if (!this.#plainIsKept) return this.#graphemes(text);
    // Segments runs that are not plain, with the plain character on either side. Two runs with one such character
    // between them are one.
    let out = '';
    let [from, to] = [0, 0];
    for (const { index, 0: run } of text.matchAll(NOT_PLAIN)) {
      const start = Math.max(0, index - 1);
      if (start >= to) {
        out += this.#graphemes(text.slice(from, to)) + text.slice(to, start);
        from = start;
      }
      to = Math.min(text.length, index + run.length + 1);
    }
    return out + this.#graphemes(text.slice(from, to)) + text.slice(to);
  }

  /**
   * In windows: segmenting takes time in proportion to the square of what it is given. Of a window the last grapheme
   * begins the next one, because it may go on. What comes before a grapheme does not change where it ends.
   */
  #graphemes(text: string): string {
    let out = '';
    for (let start = 0, size = WINDOW; start < text.length; ) {
      const splits = (text.codePointAt(start + size - 1) ?? 0) > 0xffff;
      const window = text.slice(start, start + size + (splits ? 1 : 0));
      const isLast = start + window.length === text.length;
      let pending = '';
      let done = 0;
      for (const { segment, index } of this.#segmenter.segment(window)) {
        out += pending === '' ? '' : this.#grapheme(pending);
        pending = segment;
        done = index;
      }
      if (isLast) return out + this.#grapheme(pending);
      start += done;
      size = done === 0 ? 2 * size : WINDOW;
    }
    return out;
  }

  #grapheme(grapheme: string): string {
    const known = this.#cache.get(grapheme);
    if (known !== undefined) return known;
    const normalized = this.#transform(grapheme);
    if (grapheme.length <= LONGEST_CACHED) {
      if (this.#cache.size >= CACHE_SIZE) this.#cache.clear();
      this.#cache.set(grapheme, normalized);
    }
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
