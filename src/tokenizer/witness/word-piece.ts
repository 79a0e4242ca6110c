/**
 * BERT's tokeniser written again from vocab.txt and the paper's description, without tokenizer.json
 * and without the code that reads it. It is a witness: its ids are compared and never embedded.
 *
 * Source: google-research/bert, tokenization.py (`BasicTokenizer`, `WordpieceTokenizer`).
 */

export interface BasicSettings {
  readonly lowercase: boolean;
  readonly stripAccents: boolean;
  readonly splitIdeographs: boolean;
}

const LONGEST_WORD = 100;

export class WordPieceWitness {
  readonly #ids = new Map<string, number>();
  readonly #settings: BasicSettings;

  /** @param vocabulary The text of vocab.txt: one piece a line. */
  constructor(vocabulary: string, settings: BasicSettings) {
    const lines = vocabulary.split(/\r?\n/);
    if (lines.at(-1) === '') lines.pop();
    for (const [id, line] of lines.entries()) this.#ids.set(line, id);
    this.#settings = settings;
  }

  /** Token ids between [CLS] and [SEP]; null in place of a piece that the vocabulary lacks. */
  encode(text: string): (number | null)[] {
    const words = [...this.#words(text)];
    const pieces = ['[CLS]', ...words.flatMap((word) => this.#pieces(word)), '[SEP]'];
    return pieces.map((piece) => this.#ids.get(piece) ?? null);
  }

  *#words(text: string): Generator<string> {
    const { lowercase, stripAccents, splitIdeographs } = this.#settings;
    let word = '';
    let out = lowercase ? text.toLowerCase() : text;
    if (stripAccents) out = out.normalize('NFD').replace(/\p{Mn}/gu, '');
    for (const char of out) {
      const space = /\s/u.test(char);
      const alone = isPunctuation(char) || (splitIdeographs && isIdeograph(char));
      if (!space && !alone) {
        word += char;
        continue;
      }
      if (word !== '') yield word;
      word = '';
      if (alone) yield char;
    }
    if (word !== '') yield word;
  }

  /** Takes the longest piece that fits, from the left. */
  #pieces(word: string): string[] {
    const chars = [...word];
    if (chars.length > LONGEST_WORD) return ['[UNK]'];
    const pieces: string[] = [];
    for (let start = 0; start < chars.length; ) {
      let end = chars.length;
      const piece = () => (start > 0 ? '##' : '') + chars.slice(start, end).join('');
      while (end > start && !this.#ids.has(piece())) end--;
      if (end === start) return ['[UNK]'];
      pieces.push(piece());
      start = end;
    }
    return pieces;
  }
}

function isPunctuation(char: string): boolean {
  return /[!-/:-@[-`{-~]|\p{P}/u.test(char);
}

function isIdeograph(char: string): boolean {
  const code = char.codePointAt(0)!;
  return (
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0x3400 && code <= 0x4dbf) ||
    (code >= 0x20000 && code <= 0x2ceaf) ||
    (code >= 0xf900 && code <= 0xfaff)
  );
}
