import { CheckpointError } from '../lib/checkpoint-error.ts';
import { JsonObject } from './json.ts';
import { addedTokens, type TokenizerDefaults } from './tokenizer-tokens.ts';

/**
 * Applies Python's changes to tokenizer.json: a tokenizer's class may overwrite it with settings of
 * tokenizer_config.json as it loads. The resulting file is complete, and Facet computes with it and keeps it.
 *
 * Source: `AutoTokenizer.from_pretrained` and `BertTokenizerFast.__init__`, transformers 4.36.2.
 */

interface TokenizerFiles {
  readonly tokenizer: JsonObject;
  /** tokenizer_config.json; null without one, which leaves the class's own defaults. */
  readonly config: JsonObject | null;
  /** special_tokens_map.json. */
  readonly specialTokens: JsonObject | null;
  /** config.json: the class, where tokenizer_config.json names none. */
  readonly model: JsonObject;
  /** Rows of the embedding table: larger ids are not allowed. */
  readonly vocabSize: number;
  /** Class used if no file names one. */
  readonly defaultClass: string;
  /** Tokens that classes add by themselves. */
  readonly defaults: readonly TokenizerDefaults[];
  /** Whether text is lower-cased before all else, as sentence-transformers' `do_lower_case` does. */
  readonly lowercase: boolean;
}

/** Classes that overwrite a BertNormalizer's do_lower_case, strip_accents and tokenize_chinese_chars. */
const BERT_CLASSES = new Set(
  [
    'Bert',
    'ConvBert',
    'DistilBert',
    'DPRContextEncoder',
    'DPRQuestionEncoder',
    'DPRReader',
    'Electra',
  ].concat(['Funnel', 'LayoutLM', 'Lxmert', 'MobileBert', 'Realm', 'RetriBert', 'SqueezeBert']),
);
/** Classes that leave tokenize_chinese_chars to tokenizer.json. */
const PARTLY_BERT_CLASSES = new Set(['LayoutLMv2', 'MPNet', 'RoFormer', 'Splinter']);
/** Classes that run their own code in place of tokenizer.json. */
const SLOW_CLASSES = new Set(['BertJapanese', 'Bertweet', 'ByT5', 'Canine', 'Phobert']);

/** Returns the class's name without "Tokenizer" and "Fast": "Bert", "T5", "PreTrained". */
export function tokenizerClass({
  config,
  model,
  defaultClass,
}: Pick<TokenizerFiles, 'config' | 'model' | 'defaultClass'>): string {
  const named = config?.has('tokenizer_class') ? config : model;
  return named.string('tokenizer_class', defaultClass).replace(/(Tokenizer)?(Fast)?$/, '');
}

/**
 * @returns tokenizer.json with the settings applied; the file's own object if none changes it.
 * @throws CheckpointError naming a setting that Python refuses, or that Facet does not follow.
 */
export function tokenizerOf(files: TokenizerFiles): object {
  const { tokenizer, config, model, lowercase } = files;
  const name = tokenizerClass(files);
  if (SLOW_CLASSES.has(name)) {
    const { file } = config?.has('tokenizer_class') ? config : model;
    throw new CheckpointError(
      `field "tokenizer_class" is "${name}Tokenizer", whose own code Python runs in place of tokenizer.json; Facet runs tokenizers that tokenizer.json describes`,
      { file },
    );
  }
  refuseLeftCut(tokenizer, config);
  let { fields } = tokenizer;
  const normalizer = normalizerOf(fields.normalizer, name, config);
  if (normalizer !== fields.normalizer) fields = { ...fields, normalizer };
  if (lowercase) fields = { ...fields, normalizer: lowercased(fields.normalizer) };
  const added = addedTokens(files, name);
  const own = Array.isArray(fields.added_tokens) ? (fields.added_tokens as unknown[]) : [];
  if (added.length > 0) fields = { ...fields, added_tokens: [...own, ...added] };
  for (const token of [...own, ...added]) {
    const { content } = new JsonObject(tokenizer.file, token).fields;
    const where = `the added token ${JSON.stringify(String(content).slice(0, 80))}`;
    const asked = new JsonObject(`${tokenizer.file}: ${where}`, token);
    // Facet's reader of tokenizer.json finds a token inside a word too.
    if (asked.boolean('single_word', false)) asked.fail('single_word', true, 'false');
  }
  return fields;
}

function normalizerOf(own: unknown, name: string, config: JsonObject | null): unknown {
  const partly = PARTLY_BERT_CLASSES.has(name);
  if (!partly && !BERT_CLASSES.has(name)) return own;
  const missing = own === null || own === undefined;
  // Other normalisers have no such settings: Python leaves them as they are.
  if (!missing && (own as { type?: unknown }).type !== 'BertNormalizer') return own;
  const state = (own ?? { type: 'BertNormalizer', clean_text: true }) as Record<string, unknown>;
  const wanted = {
    lowercase: flag(config, 'do_lower_case', true),
    strip_accents: flag(config, 'strip_accents', null),
    handle_chinese_chars: flag(config, 'tokenize_chinese_chars', true),
  };
  const decisive: (keyof typeof wanted)[] = ['lowercase', 'strip_accents'];
  if (!partly || missing) decisive.push('handle_chinese_chars');
  const written = decisive.filter((field) => (state[field] ?? null) !== wanted[field]);
  if (written.length === 0) return own;
  return { ...state, ...Object.fromEntries(decisive.map((field) => [field, wanted[field]])) };
}

/** Reads a setting as Python does: an explicit null is None, not the default. */
function flag<Fallback extends boolean | null>(
  config: JsonObject | null,
  field: string,
  fallback: Fallback,
): boolean | Fallback {
  if (config === null || !Object.hasOwn(config.fields, field)) return fallback;
  const value = config.fields[field];
  if (typeof value === 'boolean') return value;
  if (value === null && fallback === null) return fallback;
  return config.fail(
    field,
    value,
    'true or false, as transformers does (leave it out for its default)',
  );
}

/** Adds the lower-casing that Python does before the file's own normaliser, unless that lower-cases itself. */
function lowercased(own: unknown): unknown {
  const parts = (own as { normalizers?: unknown } | null | undefined)?.normalizers;
  const all = Array.isArray(parts) ? parts : own === null || own === undefined ? [] : [own];
  if (all.some((part) => (part as { type?: unknown } | null)?.type === 'Lowercase')) return own;
  return { type: 'Sequence', normalizers: [{ type: 'Lowercase' }, ...all] };
}

function refuseLeftCut(tokenizer: JsonObject, config: JsonObject | null): void {
  if (config?.has('truncation_side')) {
    config.choice('truncation_side', { right: true });
    return;
  }
  const truncation: unknown = tokenizer.fields.truncation;
  if (typeof truncation !== 'object' || truncation === null) return;
  new JsonObject(`${tokenizer.file}: truncation`, truncation).choice(
    'direction',
    { Right: true },
    'Right',
  );
}
