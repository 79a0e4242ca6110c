/**
 * BERT's normaliser and pre-tokeniser, character by character as the reference does them.
 *
 * Source: `normalizers/bert.rs` and `pre_tokenizers/bert.rs`, Hugging Face tokenizers 0.15.2.
 */
import { NONSPACING_MARK, REMOVED, WORD_OR_PUNCTUATION } from './unicode-categories.ts';

const WHITE_SPACE = /\p{White_Space}/gu;
/** The eight ranges of BERT's `_is_chinese_char`. */
const IDEOGRAPH =
  /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;
const PRINTABLE_ASCII = /^[ -~]*$/u;

export interface BertConfig {
  readonly clean_text?: boolean;
  readonly handle_chinese_chars?: boolean;
  /** Null or absent: accents are stripped if `lowercase` is on. */
  readonly strip_accents?: boolean | null;
  readonly lowercase?: boolean;
}

export class BertNormalizer {
  readonly #bert: BertConfig;

  constructor(config: BertConfig) {
    this.#bert = config;
  }

  normalize(text: string): string {
    const lowercase = this.#bert.lowercase ?? true;
    if (PRINTABLE_ASCII.test(text)) return lowercase ? text.toLowerCase() : text;
    let out = text;
    if (this.#bert.clean_text ?? true) out = out.replace(REMOVED, '').replace(WHITE_SPACE, ' ');
    if (this.#bert.handle_chinese_chars ?? true) out = out.replace(IDEOGRAPH, ' $& ');
    if (this.#bert.strip_accents ?? lowercase)
      out = out.normalize('NFD').replace(NONSPACING_MARK, '');
    return lowercase ? lowerEach(out) : out;
  }
}

export function splitLikeBert(text: string): string[] {
  return text.match(WORD_OR_PUNCTUATION) ?? [];
}

/**
 * Lowercases each character by itself: `toLowerCase` of a whole text treats a final sigma apart.
 */
export function lowerEach(text: string): string {
  return text.replaceAll('Σ', 'σ').toLowerCase();
}
