/**
 * The pre-tokenisers of a tokenizer.json, as the reference runs them. None is the library's: in that, `\w` and digits
 * are ASCII, marks that follow each other are one piece, and a match is kept apart whatever the file says of it.
 *
 * Source: `pre_tokenizers/`, Hugging Face tokenizers 0.15.2.
 */
import { splitLikeBert } from './bert.ts';
import { type SplitBehaviour, splitAt } from './matches.ts';
import { Metaspace } from './metaspace.ts';
import { compilePattern, type PatternConfig } from './patterns.ts';
import { PUNCTUATION_MARK } from './unicode-categories.ts';

/** A pre-tokeniser of the file, once it is checked (check.ts). */
export type PreTokenizerConfig =
  | { readonly type: 'BertPreTokenizer' | 'Whitespace' | 'WhitespaceSplit' }
  | { readonly type: 'Sequence'; readonly pretokenizers: readonly PreTokenizerConfig[] }
  | {
      readonly type: 'Metaspace';
      readonly replacement?: string;
      readonly prepend_scheme?: 'always' | 'first' | 'never';
      /** Before 0.15, the only switch. */
      readonly add_prefix_space?: boolean;
      readonly split?: boolean;
    }
  | {
      readonly type: 'Split';
      readonly pattern: PatternConfig;
      readonly behavior: SplitBehaviour;
      readonly invert?: boolean;
    }
  | { readonly type: 'Punctuation'; readonly behavior?: SplitBehaviour }
  | { readonly type: 'Digits'; readonly individual_digits?: boolean };

export interface PreTokeniser {
  /** Starts a new text. */
  begin(): void;
  split(text: string): string[];
}

/** Rust's `\w` and `\s`. */
const WORD = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}';
const WORD_OR_SIGNS = new RegExp(`[${WORD}]+|[^${WORD}\\p{White_Space}]+`, 'gu');
const NO_WHITE_SPACE = /\P{White_Space}+/gu;
const NUMERAL = /\p{N}/gu;

/** @throws CheckpointError for a pattern that Facet cannot run. */
export function preTokeniserOf(config: PreTokenizerConfig): PreTokeniser {
  switch (config.type) {
    case 'BertPreTokenizer':
      return each(splitLikeBert);
    case 'Whitespace':
      return each((text) => text.match(WORD_OR_SIGNS) ?? []);
    case 'WhitespaceSplit':
      return each((text) => text.match(NO_WHITE_SPACE) ?? []);
    case 'Sequence': {
      const parts = config.pretokenizers.map(preTokeniserOf);
      return {
        begin() {
          for (const part of parts) part.begin();
        },
        split: (text) =>
          parts.reduce((pieces, part) => pieces.flatMap((piece) => part.split(piece)), [text]),
      };
    }
    case 'Metaspace':
      return new Metaspace({
        replacement: config.replacement ?? '▁',
        prepend: config.add_prefix_space === false ? 'never' : (config.prepend_scheme ?? 'always'),
        split: config.split ?? true,
      });
    case 'Split': {
      const pattern = compilePattern(config.pattern);
      return each((text) => splitAt(text, pattern, config.behavior, config.invert ?? false));
    }
    case 'Punctuation':
      return each((text) => splitAt(text, PUNCTUATION_MARK, config.behavior ?? 'Isolated'));
    case 'Digits': {
      const behaviour = config.individual_digits ? 'Isolated' : 'Contiguous';
      return each((text) => splitAt(text, NUMERAL, behaviour));
    }
  }
}

function each(split: (text: string) => string[]): PreTokeniser {
  return { begin() {}, split };
}
