/**
 * SentencePiece's marking of words: each begins with `▁`.
 *
 * Source: `pre_tokenizers/metaspace.rs`, Hugging Face tokenizers 0.15.2.
 */

export interface MetaspaceOptions {
  readonly replacement: string;
  readonly prepend: 'always' | 'first' | 'never';
  /** Whether each word is a piece of its own. */
  readonly split: boolean;
}

export class Metaspace {
  readonly #options: MetaspaceOptions;
  #first = true;

  constructor(options: MetaspaceOptions) {
    this.#options = options;
  }

  /**
   * Starts a new text. "First" is the first piece that is no special token, wherever it stands; the
   * library's section index counts special tokens, so it cannot tell.
   */
  begin(): void {
    this.#first = true;
  }

  split(text: string): string[] {
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
