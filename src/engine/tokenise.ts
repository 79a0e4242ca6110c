/**
 * Tokenising a pair as the model's own package does. As the published `InstructorEmbedding` (1.0.1):
 *
 * 1. the text is stripped; instruction + text are joined with nothing between; the whole is
 *    stripped, tokenised with special tokens and cut at the model's limit, end token kept;
 * 2. the instruction is tokenised *alone*, in the same way; its length less one end token is the
 *    number of leading tokens left out of pooling; a number of 1 or less is 0.
 *
 * As sentence-transformers, for folders that carry its settings (model/input.ts): nothing is stripped, and of the
 * instruction alone all tokens but the end token count. Where the model pools the instruction, nothing is left out.
 *
 * Source: `INSTRUCTOR_Transformer.tokenize` and `.forward`, InstructorEmbedding 1.0.1; `Transformer.preprocess` and
 * `_get_prompt_length`, sentence-transformers 6.2.0.
 */
import { effectiveInstruction, type InputRules } from '../encoders/input.ts';
import { ReferenceTokenizer } from '../tokenizer/tokenizer.ts';
import type { InputTokens, Pair, Token, Unread } from './types.ts';

export interface TokenisedPair {
  /** Token ids with special tokens, cut at the limit. */
  readonly ids: Int32Array;
  /** Leading tokens that attend but are not pooled. */
  readonly masked: number;
  readonly truncated: boolean;
  /** Why nothing of the text is pooled; null where something is. */
  readonly unread: Unread | null;
}

/** A handful of instructions serve thousands of texts; the bound is for texts given as instructions. */
const INSTRUCTION_CACHE_SIZE = 1024;
/** Tokens beyond the limit that a reading lists: a text can have a hundred thousand. */
const SHOWN_CUT = 200;

export class PairTokeniser {
  readonly #tokenizer: ReferenceTokenizer;
  readonly #maxSeqLength: number;
  readonly #rules: InputRules;
  /** Special tokens after the text (T5's `</s>`, BERT's `[SEP]`), which truncation keeps. */
  readonly #suffix: readonly number[];
  /** How many special tokens come before the text. */
  readonly #prefix: number;
  readonly #instructionTokens = new Map<string, number>();

  /**
   * @param tokenizerJson Parsed tokenizer.json (Unigram or WordPiece).
   * @param tokenizerConfig Parsed tokenizer_config.json.
   * @param maxSeqLength The model's limit in tokens, special tokens included.
   */
  constructor(
    tokenizerJson: object,
    tokenizerConfig: object,
    { maxSeqLength, rules }: { readonly maxSeqLength: number; readonly rules: InputRules },
  ) {
    this.#tokenizer = new ReferenceTokenizer(tokenizerJson, tokenizerConfig);
    this.#maxSeqLength = maxSeqLength;
    this.#rules = rules;
    ({ prefix: this.#prefix, suffix: this.#suffix } = templateOf(this.#tokenizer));
  }

  tokenise([given, text]: Pair): TokenisedPair {
    const instruction = effectiveInstruction(this.#rules, given);
    const ids = this.#tokenizer.encode(this.#joined(instruction, text));
    const cut = this.#truncate(ids);
    const count = this.#countInstruction(instruction);
    // Where an instruction merges with its text it can be longer alone than the whole. The package
    // refuses such a pair; here its end token is pooled.
    const leading = count > cut.length ? cut.length - 1 : count;
    const masked = this.#rules.instruction === 'pooled' ? 0 : leading;
    const truncated = cut.length < ids.length;
    return {
      ids: Int32Array.from(cut),
      masked,
      truncated,
      unread: this.#unread(text, cut.length, leading, truncated),
    };
  }

  /** The tokens of a pair with what becomes of each; of those cut, the first `SHOWN_CUT`. */
  read(pair: Pair): InputTokens {
    const { ids, masked, unread } = this.tokenise(pair);
    const pieces = this.#tokenizer.pieces(
      this.#joined(effectiveInstruction(this.#rules, pair[0]), pair[1]),
    );
    const end = this.#suffix.length;
    const read = ids.length;
    const cut = pieces.length - read;
    const token = (piece: string, at: number, role: Token['role']): Token => ({
      piece,
      role,
      special: at < this.#prefix || at >= pieces.length - end,
    });
    const roleAt = (at: number) => (at < masked ? 'masked' : 'pooled');
    const kept = pieces.slice(0, read - end).map((piece, at) => token(piece, at, roleAt(at)));
    const beyond = pieces
      .slice(read - end, read - end + Math.min(cut, SHOWN_CUT))
      .map((piece, i) => token(piece, read - end + i, 'cut'));
    // Cutting keeps the end token: it is read right after the last token that is.
    const last = pieces
      .slice(pieces.length - end)
      .map((piece, i) => token(piece, pieces.length - end + i, roleAt(read - end + i)));
    return { tokens: [...kept, ...last, ...beyond], masked, pooled: read - masked, cut, unread };
  }

  /** Start and end tokens are not the text's: where only these are pooled, nothing of it is. */
  #unread(text: string, read: number, leading: number, truncated: boolean): Unread | null {
    if (read - this.#suffix.length > Math.max(leading, this.#prefix)) return null;
    if (truncated) return 'cut';
    const alone = this.#tokenizer.encode(this.#joined('', text), { bare: true });
    if (alone.length === 0) return 'empty';
    // A token of both is in a mean that takes the instruction in.
    return this.#rules.instruction === 'pooled' ? null : 'fused';
  }

  /** Instruction and text as the tokeniser gets them. A lone surrogate reaches Python's as U+FFFD. */
  #joined(instruction: string, text: string): string {
    if (this.#rules.package === 'sentence-transformers') return (instruction + text).toWellFormed();
    return this.#prepared(instruction + this.#prepared(text));
  }

  #prepared(text: string): string {
    const whole = strip(text).toWellFormed();
    // Python's `lower` and this one both look at a sigma's neighbours.
    return this.#rules.lowercase ? whole.toLowerCase() : whole;
  }

  /** How many leading tokens are the instruction's. */
  #countInstruction(instruction: string): number {
    if (instruction === '') return 0;
    const known = this.#instructionTokens.get(instruction);
    if (known !== undefined) return known;
    const count = this.#countAlone(instruction);
    if (this.#instructionTokens.size >= INSTRUCTION_CACHE_SIZE) this.#instructionTokens.clear();
    this.#instructionTokens.set(instruction, count);
    return count;
  }

  #countAlone(instruction: string): number {
    const alone = (text: string) => this.#truncate(this.#tokenizer.encode(text)).length;
    if (this.#rules.package === 'sentence-transformers') {
      return alone(instruction.toWellFormed()) - Math.min(1, this.#suffix.length);
    }
    const count = alone(this.#prepared(instruction)) - 1;
    return count <= 1 ? 0 : count;
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

/** What the tokenizer's template puts around a text, found by tokenising with it and without. */
function templateOf(tokenizer: ReferenceTokenizer): { prefix: number; suffix: number[] } {
  const bare = tokenizer.encode('a', { bare: true });
  const full = tokenizer.encode('a');
  for (let start = 0; start + bare.length <= full.length; start++) {
    if (bare.every((id, i) => full[start + i] === id)) {
      return { prefix: start, suffix: full.slice(start + bare.length) };
    }
  }
  return { prefix: 0, suffix: [] };
}
