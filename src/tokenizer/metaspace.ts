/**
 * SentencePiece's marking of words: each begins with `▁`.
 *
 * Source: `pre_tokenizers/metaspace.rs` and `pre_tokenizers/whitespace.rs`, Hugging Face tokenizers
 * 0.15.2.
 */
import { PreTokenizer } from '@huggingface/tokenizers';

export interface MetaspaceOptions {
  readonly replacement: string;
  readonly prepend: 'always' | 'first' | 'never';
  /** Whether each word is a piece of its own. */
  readonly split: boolean;
}

export class MetaspacePreTokenizer extends PreTokenizer {
  readonly #options: MetaspaceOptions;
  #first = true;

  constructor(options: MetaspaceOptions) {
    super();
    this.#options = options;
  }

  /**
   * Starts a new text. "First" is the first piece that is no special token, wherever it stands; the
   * library's section index counts special tokens, so it cannot tell.
   */
  begin(): void {
    this.#first = true;
  }

  pre_tokenize_text(text: string): string[] {
    const { replacement, prepend, split } = this.#options;
    let marked = text.replaceAll(' ', replacement);
    const starts = marked.startsWith(replacement);
    if (!starts && (prepend === 'always' || (prepend === 'first' && this.#first))) {
      marked = replacement + marked;
    }
    this.#first = false;
    return split ? splitBefore(marked, replacement) : [marked];
  }
}

/** Splits at Unicode white space. The library's `\s` includes U+FEFF and misses U+0085. */
export class WhitespaceSplitPreTokenizer extends PreTokenizer {
  pre_tokenize_text(text: string): string[] {
    return text.match(/\P{White_Space}+/gu) ?? [];
  }
}

/** Cuts `text` before each `mark`. */
function splitBefore(text: string, mark: string): string[] {
  const words: string[] = [];
  let start = 0;
  while (start < text.length) {
    const next = text.indexOf(mark, start + 1);
    const end = next === -1 ? text.length : next;
    words.push(text.slice(start, end));
    start = end;
  }
  return words;
}
