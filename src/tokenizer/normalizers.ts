/**
 * The normalisers of a tokenizer.json, as the reference runs them. None is the library's: in that, patterns are
 * JavaScript's, `$1` in a replacement is a group, and the other parts know other characters.
 *
 * Source: `normalizers/`, Hugging Face tokenizers 0.15.2.
 */
import { type BertConfig, BertNormalizer, lowerEach } from './bert.ts';
import { replaceAt } from './matches.ts';
import { compilePattern, type PatternConfig } from './patterns.ts';
import { PrecompiledNormalizer } from './precompiled.ts';
import { type StripConfig, strip } from './strip.ts';

/** A normaliser of the file, once it is checked (check.ts). */
export type NormalizerConfig =
  | ({ readonly type: 'BertNormalizer' } & BertConfig)
  | { readonly type: 'Precompiled'; readonly precompiled_charsmap: string }
  | { readonly type: 'Sequence'; readonly normalizers: readonly NormalizerConfig[] }
  | { readonly type: 'Replace'; readonly pattern: PatternConfig; readonly content: string }
  | { readonly type: 'NFC' | 'NFD' | 'NFKC' | 'NFKD' | 'StripAccents' | 'Lowercase' }
  | ({ readonly type: 'Strip' } & StripConfig)
  | { readonly type: 'Prepend'; readonly prepend: string };

export type Normalise = (text: string) => string;

/** @throws CheckpointError for a pattern or a character map that Facet cannot run. */
export function normaliserOf(config: NormalizerConfig): Normalise {
  switch (config.type) {
    case 'BertNormalizer': {
      const bert = new BertNormalizer(config);
      return (text) => bert.normalize(text);
    }
    case 'Precompiled': {
      const precompiled = new PrecompiledNormalizer(config.precompiled_charsmap);
      return (text) => precompiled.normalize(text);
    }
    case 'Sequence': {
      const parts = config.normalizers.map(normaliserOf);
      return (text) => parts.reduce((whole, part) => part(whole), text);
    }
    case 'Replace': {
      const pattern = compilePattern(config.pattern);
      return (text) => replaceAt(text, pattern, config.content);
    }
    case 'Strip':
      return (text) => strip(text, config);
    case 'StripAccents':
      return (text) => text.replace(/\p{M}/gu, '');
    case 'Lowercase':
      return lowerEach;
    case 'Prepend':
      return (text) => (text === '' ? '' : config.prepend + text);
    default:
      return (text) => text.normalize(config.type);
  }
}
