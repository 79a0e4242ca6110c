/**
 * SentencePiece's unigram model in time and memory linear in the length of a word. The library's own puts the pieces
 * of a word on the stack, and joins a run of unknown characters anew at each of them.
 *
 * Source: `Unigram::encode_optimized`, `models/unigram/model.rs`, Hugging Face tokenizers 0.15.2.
 */
import { type Unigram as LibraryUnigram, Model } from '@huggingface/tokenizers';

/** An unknown character's cost below the least likely piece. */
const UNKNOWN_PENALTY = 10;

export class UnigramModel extends Model {
  readonly #library: LibraryUnigram;
  /** Score of each piece by its id. */
  readonly #scores: Float64Array;
  readonly #unknownScore: number;

  /** @param library Has the vocabulary, with the file's own score of each piece. */
  constructor(library: LibraryUnigram) {
    super(library.config);
    this.#library = library;
    this.vocab = library.vocab;
    this.tokens_to_ids = library.tokens_to_ids;
    if (library.unk_token_id !== undefined) this.unk_token_id = library.unk_token_id;
    if (library.unk_token !== undefined) this.unk_token = library.unk_token;
    // Unknown characters are fused below, within a word.
    this.fuse_unk = false;
    let lowest = Number.POSITIVE_INFINITY;
    this.#scores = Float64Array.from(library.scores, asSerde);
    for (const score of this.#scores) lowest = Math.min(lowest, score);
    this.#unknownScore = lowest - UNKNOWN_PENALTY;
  }

  encode(words: string[]): string[] {
    return words.flatMap((word) => this.#segment(word));
  }

  /** The pieces with the highest score. Neighbouring unknown characters are one piece. */
  #segment(word: string): string[] {
    const { starts, known } = this.#bestPaths(word);
    const pieces: string[] = [];
    let unknownEnd = -1;
    for (let end = word.length; end > 0; end = starts[end]!) {
      const start = starts[end]!;
      if (known[end] === 0) {
        if (unknownEnd < 0) unknownEnd = end;
        if (start > 0 && known[start] === 0) continue;
        pieces.push(word.slice(start, unknownEnd));
        unknownEnd = -1;
      } else {
        pieces.push(word.slice(start, end));
      }
    }
    return pieces.reverse();
  }

  /** Finds, for each position in UTF-16 units, where the last piece of its best path starts and whether it is known. */
  #bestPaths(word: string): { starts: Int32Array; known: Uint8Array } {
    const { trie, tokens_to_ids: ids, unk_token_id: unknown } = this.#library;
    const scores = this.#scores;
    const best = new Float64Array(word.length + 1);
    const starts = new Int32Array(word.length + 1).fill(-1);
    const known = new Uint8Array(word.length + 1);
    /** Among paths of equal score the one that came first stays, as in the reference. */
    const offer = (start: number, end: number, score: number, isKnown: boolean) => {
      const candidate = best[start]! + score;
      if (starts[end]! >= 0 && candidate <= best[end]!) return;
      best[end] = candidate;
      starts[end] = start;
      known[end] = isKnown ? 1 : 0;
    };
    for (let start = 0; start < word.length; ) {
      const next = start + lengthAt(word, start);
      let single = false;
      let node = trie.root;
      for (let at = start; at < word.length; ) {
        const end = at + lengthAt(word, at);
        const child = node.children.get(word.slice(at, end));
        if (child === undefined) break;
        node = child;
        at = end;
        if (!node.is_leaf) continue;
        const id = ids.get(word.slice(start, end))!;
        offer(start, end, scores[id]!, id !== unknown);
        single ||= end === next;
      }
      if (!single) offer(start, next, this.#unknownScore, false);
      start = next;
    }
    return { starts, known };
  }
}

/** UTF-16 units of the character at `at`. */
function lengthAt(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}

/**
 * A number as Rust's serde_json reads it from its shortest decimal: digits and power of ten are rounded each, so that
 * the last bit may differ from JavaScript's. Equal paths ("-------" as "- --- ---" or "--- - ---") are told apart by it.
 * Source: `f64_from_parts`, serde_json 1.0, `de.rs`, without the feature `float_roundtrip`.
 */
function asSerde(value: number): number {
  const [, sign, whole = '', decimals = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([-+]\d+))?$/.exec(String(value)) ?? [];
  const exponent = Number(power) - decimals.length;
  const digits = Number(whole + decimals);
  const size = exponent < 0 ? digits / Number(`1e${-exponent}`) : digits * Number(`1e${exponent}`);
  return sign === '-' ? -size : size;
}
