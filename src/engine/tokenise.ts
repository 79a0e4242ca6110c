/**
 * Tokenising a pair as the model's own package does. As the published `InstructorEmbedding` (1.0.1):
 *
 * 1. the text is stripped; instruction + text are joined with nothing between; the whole is
 *    stripped, tokenised with special tokens and cut at the model's limit, end token kept;
 * 2. the instruction is tokenised *alone*, in the same way; its length less one end token is the
 *    number of leading tokens left out of pooling; a number of 1 or less is 0.
 *
 * Folders that carry sentence-transformers' settings are read as it does (encoders/input.ts): nothing is stripped, and all
 * tokens of the instruction alone but the end token count. Where the model pools the instruction, nothing is left out.
 *
 * Source: `INSTRUCTOR_Transformer.tokenize` and `.forward`, InstructorEmbedding 1.0.1; `Transformer.preprocess` and
 * `_get_prompt_length`, sentence-transformers 6.2.0.
 */
import { effectiveInstruction, type InputRules } from '../encoders/input.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { ReferenceTokenizer } from '../tokenizer/tokenizer.ts';
import type { InputTokens, Pair, Token, Unread } from './types.ts';

export interface TokenisedPair {
  /** Token ids with special tokens, cut at the limit. */
  readonly ids: Int32Array;
  /** Leading tokens that attend but are not pooled. */
  readonly masked: number;
  readonly truncated: boolean;
  /** Reason that nothing of the text is pooled; null where something is. */
  readonly unread: Unread | null;
  /** Reason that the text cannot be tokenised, in words for the user; null where it can. Then it has no tokens. */
  readonly refused: string | null;
}

interface TokeniserLimits {
  readonly maxSeqLength: number;
  readonly vocabSize: number;
  readonly rules: InputRules;
}

const TOKENIZER_FILE = 'tokenizer.json';
/** Most cached instructions. A handful serve thousands of texts; the bound is for texts given as instructions. */
const INSTRUCTION_CACHE_SIZE = 1024;
/** Most tokens beyond the limit that a reading lists: a text can have a hundred thousand. */
const SHOWN_CUT = 200;
/** Tokens beyond the limit that a head must have: its last ones may differ from the whole text's. */
const MARGIN = 128;
/** Characters of a text in which a reading counts the tokens beyond the limit. */
const COUNTED = 100_000;

export class PairTokeniser {
  readonly #tokenizer: ReferenceTokenizer;
  readonly #maxSeqLength: number;
  readonly #vocabSize: number;
  readonly #rules: InputRules;
  /** Special tokens after the text (T5's `</s>`, BERT's `[SEP]`), which truncation keeps. */
  readonly #suffix: readonly number[];
  /** Number of special tokens before the text. */
  readonly #prefix: number;
  readonly #instructionTokens = new Map<string, number>();

  /**
   * @param tokenizerJson Parsed tokenizer.json (Unigram or WordPiece).
   * @param tokenizerConfig Parsed tokenizer_config.json.
   * @param maxSeqLength The model's limit in tokens, special tokens included.
   * @param vocabSize Rows of the embedding table.
   * @throws CheckpointError if the tokenizer cannot be used, or leaves no room for a text.
   */
  constructor(
    tokenizerJson: object,
    tokenizerConfig: object,
    { maxSeqLength, vocabSize, rules }: TokeniserLimits,
  ) {
    this.#tokenizer = new ReferenceTokenizer(tokenizerJson, tokenizerConfig);
    this.#maxSeqLength = maxSeqLength;
    this.#vocabSize = vocabSize;
    this.#rules = rules;
    ({ prefix: this.#prefix, suffix: this.#suffix } = templateOf(this.#tokenizer));
    const around = this.#prefix + this.#suffix.length;
    if (around >= maxSeqLength) {
      throw new CheckpointError(
        `"post_processor" puts ${around} tokens around each text, and the model reads ${maxSeqLength}: no room is left. Fetch the file again, or check max_seq_length`,
        { file: TOKENIZER_FILE },
      );
    }
  }

  /** The special tokens around each text: how many before it, and the ids after it, which truncation keeps. */
  get special(): { readonly before: number; readonly after: readonly number[] } {
    return { before: this.#prefix, after: this.#suffix };
  }

  /** Tokenises a pair, or says why it cannot: one bad text does not stop the others. */
  tokeniseOrRefuse(pair: Pair): TokenisedPair {
    try {
      return this.tokenise(pair);
    } catch (error) {
      return {
        ids: new Int32Array(0),
        ...{ masked: 0, truncated: false, unread: null },
        refused: error instanceof Error ? error.message : String(error),
      };
    }
  }

  /** @throws CheckpointError if the tokenizer has no id for a part of the text, or one that the model does not have. */
  tokenise([given, text]: Pair): TokenisedPair {
    const instruction = effectiveInstruction(this.#rules, given);
    const ids = this.#tokenizer.encode(this.#joined(instruction, text), {
      limit: this.#maxSeqLength,
    });
    const cut = this.#truncate(ids);
    const beyond = cut.find((id) => id >= this.#vocabSize);
    if (beyond !== undefined) {
      throw new CheckpointError(
        `gives the text token ${beyond}, and the model has ${this.#vocabSize}: tokenizer and weights are of different models`,
        { file: TOKENIZER_FILE },
      );
    }
    const count = this.#countInstruction(instruction);
    // An instruction that merges with its text can be longer alone than the whole. The package refuses such a pair;
    // here its end token is pooled.
    const leading = count > cut.length ? cut.length - 1 : count;
    const masked = this.#rules.instruction === 'pooled' ? 0 : leading;
    const truncated = cut.length < ids.length;
    return {
      ids: Int32Array.from(cut),
      masked,
      truncated,
      unread: this.#unread(text, cut.length, leading, truncated),
      refused: null,
    };
  }

  /** Counts the tokens of a pair before any cut, start and end tokens included. @throws CheckpointError as `tokenise`. */
  count([given, text]: Pair): number {
    const instruction = effectiveInstruction(this.#rules, given);
    return this.#tokenizer.encode(this.#joined(instruction, text)).length;
  }

  /** Reads the tokens of a pair and the role of each; of those cut, the first `SHOWN_CUT`. */
  read(pair: Pair): InputTokens {
    const { ids, masked, unread } = this.tokenise(pair);
    const instruction = effectiveInstruction(this.#rules, pair[0]);
    const [, text] = pair;
    const start = headOf(text, COUNTED);
    const found = this.#tokenizer.pieces(this.#joined(instruction, start));
    const isHead = start.length < text.length && found.length > this.#maxSeqLength + MARGIN;
    const isAll = isHead || start.length === text.length;
    const pieces = isAll ? found : this.#tokenizer.pieces(this.#joined(instruction, text));
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
    // Cutting keeps the end token: it comes right after the last token kept.
    const last = pieces
      .slice(pieces.length - end)
      .map((piece, i) => token(piece, pieces.length - end + i, roleAt(read - end + i)));
    return {
      tokens: [...kept, ...last, ...beyond],
      masked,
      pooled: read - masked,
      cut,
      counted: !isHead,
      unread,
    };
  }

  /** Says why nothing of the text is pooled: start and end tokens are not the text's. */
  #unread(text: string, read: number, leading: number, truncated: boolean): Unread | null {
    if (read - this.#suffix.length > Math.max(leading, this.#prefix)) return null;
    if (truncated) return 'cut';
    const alone = this.#tokenizer.encode(this.#joined('', text), { bare: true, limit: 1 });
    if (alone.length === 0) return 'empty';
    // A fused token is in the mean if the mean includes the instruction.
    return this.#rules.instruction === 'pooled' ? null : 'fused';
  }

  /** Joins instruction and text for the tokeniser. A lone surrogate reaches Python's as U+FFFD. */
  #joined(instruction: string, text: string): string {
    if (this.#rules.package === 'sentence-transformers') return (instruction + text).toWellFormed();
    return this.#prepared(instruction + this.#prepared(text));
  }

  #prepared(text: string): string {
    const whole = strip(text).toWellFormed();
    // Python's `lower` and JavaScript's both look at a sigma's neighbours.
    return this.#rules.lowercase ? whole.toLowerCase() : whole;
  }

  /** Counts the leading tokens that are the instruction's. */
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
    const limit = this.#maxSeqLength;
    const alone = (text: string) => this.#truncate(this.#tokenizer.encode(text, { limit })).length;
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

/** Returns the first characters of a text, up to `size`, ending with a space; none if they contain no space. */
function headOf(text: string, size: number): string {
  if (text.length <= size) return text;
  let end = size;
  while (end > 0 && !isPythonSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

/**
 * Strips as Python's `str.strip()`. JavaScript's `trim` differs: it takes U+FEFF and leaves U+001C–U+001F and U+0085,
 * and one such character changes the tokens.
 */
export function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isPythonSpace(text.charCodeAt(start))) start++;
  while (end > start && isPythonSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Does `str.isspace` for one UTF-16 unit (no space lies beyond the basic plane). */
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

/** Finds the special tokens of the tokenizer's template, by tokenising with it and without. */
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
