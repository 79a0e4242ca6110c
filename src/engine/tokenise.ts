/**
 * Tokenising a pair as the published `InstructorEmbedding` package (1.0.1) does:
 *
 * 1. the text is stripped; instruction + text are joined with nothing between; the whole is
 *    stripped, tokenised with special tokens and cut at the model's limit, end token kept;
 * 2. the instruction is tokenised *alone*, in the same way; its length less one end token is the
 *    number of leading tokens left out of pooling; a number of 1 or less is 0.
 *
 * Source: `INSTRUCTOR_Transformer.tokenize` and `.forward`, InstructorEmbedding 1.0.1.
 */
import { ReferenceTokenizer } from '../tokenizer/tokenizer.ts';
import type { Pair } from './types.ts';

export interface TokenisedPair {
  /** Token ids with special tokens, cut at the limit. */
  readonly ids: Int32Array;
  /** Leading tokens that attend but are not pooled. */
  readonly masked: number;
  readonly truncated: boolean;
}

/** A handful of instructions serve thousands of texts; the bound is for texts given as instructions. */
const INSTRUCTION_CACHE_SIZE = 1024;

export class PairTokeniser {
  readonly #tokenizer: ReferenceTokenizer;
  readonly #maxSeqLength: number;
  /** Special tokens after the text (T5's `</s>`, BERT's `[SEP]`), which truncation keeps. */
  readonly #suffix: readonly number[];
  readonly #instructionTokens = new Map<string, number>();

  /**
   * @param tokenizerJson Parsed tokenizer.json (Unigram or WordPiece).
   * @param tokenizerConfig Parsed tokenizer_config.json.
   * @param maxSeqLength The model's limit in tokens, special tokens included.
   */
  constructor(tokenizerJson: object, tokenizerConfig: object, maxSeqLength: number) {
    this.#tokenizer = new ReferenceTokenizer(tokenizerJson, tokenizerConfig);
    this.#maxSeqLength = maxSeqLength;
    this.#suffix = suffixOf(this.#tokenizer);
  }

  tokenise([instruction, text]: Pair): TokenisedPair {
    // A lone surrogate reaches the package's tokeniser as U+FFFD.
    const whole = strip(instruction + strip(text)).toWellFormed();
    const ids = this.#tokenizer.encode(whole);
    const cut = this.#truncate(ids);
    const count = this.#countInstruction(instruction);
    // Where an instruction merges with its text it can be longer alone than the whole. The package
    // refuses such a pair; here its end token is pooled.
    const masked = count > cut.length ? cut.length - 1 : count;
    return { ids: Int32Array.from(cut), masked, truncated: cut.length < ids.length };
  }

  #countInstruction(instruction: string): number {
    const known = this.#instructionTokens.get(instruction);
    if (known !== undefined) return known;
    const length = this.#truncate(this.#tokenizer.encode(strip(instruction).toWellFormed())).length;
    const count = length - 1 <= 1 ? 0 : length - 1;
    if (this.#instructionTokens.size >= INSTRUCTION_CACHE_SIZE) this.#instructionTokens.clear();
    this.#instructionTokens.set(instruction, count);
    return count;
  }

  #truncate(ids: number[]): number[] {
    if (ids.length <= this.#maxSeqLength) return ids;
    return [...ids.slice(0, this.#maxSeqLength - this.#suffix.length), ...this.#suffix];
  }
}

/**
 * Python's `str.strip()`. JavaScript's `trim` differs: it takes U+FEFF and leaves U+001C–U+001F and
 * U+0085, and one such character changes the tokens.
 */
export function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isPythonSpace(text.charCodeAt(start))) start++;
  while (end > start && isPythonSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** `str.isspace` for one UTF-16 unit (no space lies beyond the basic plane). */
function isPythonSpace(code: number): boolean {
  return (
    (code >= 0x09 && code <= 0x0d) ||
    (code >= 0x1c && code <= 0x20) ||
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** What the tokenizer's template puts after a text, found by tokenising nothing and something. */
function suffixOf(tokenizer: ReferenceTokenizer): number[] {
  const bare = tokenizer.encode('a', { bare: true });
  const full = tokenizer.encode('a');
  for (let start = 0; start + bare.length <= full.length; start++) {
    if (bare.every((id, i) => full[start + i] === id)) return full.slice(start + bare.length);
  }
  return [];
}
