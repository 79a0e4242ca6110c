import type { JsonObject } from './json.ts';

/** A token found in a text before the text is split; an entry of tokenizer.json's "added_tokens". */
interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly single_word: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly normalized: boolean;
  readonly special: boolean;
}

interface TokenFiles {
  readonly tokenizer: JsonObject;
  readonly config: JsonObject | null;
  readonly specialTokens: JsonObject | null;
  readonly vocabSize: number;
  readonly defaults: readonly TokenizerDefaults[];
}

/** Special tokens in the order in which transformers adds them. */
const SPECIAL = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'].map((name) => `${name}_token`);

/** Tokens that a tokenizer class's constructor adds by itself if the settings name none. */
export interface TokenizerDefaults {
  /** Name of the class without "Tokenizer" and "Fast". */
  readonly className: string;
  /** Special tokens by field: `eos_token`. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Number of `<extra_id_…>` tokens. */
  readonly extraIds: number;
}

/**
 * Returns the tokens that tokenizer_config.json and special_tokens_map.json add to tokenizer.json's own. Existing ones
 * stay as they are. Leaves out a token whose id would lie beyond the encoder's table: Python crashes on a text that has
 * it.
 *
 * Source: `PreTrainedTokenizerFast.__init__` and `_from_pretrained`, transformers 4.36.2; `add_tokens`, tokenizers
 * 0.15.2.
 */
export function addedTokens(files: TokenFiles, className: string): AddedToken[] {
  const { tokenizer, config, vocabSize } = files;
  const vocabulary = vocabularyOf(tokenizer);
  // No tokenizer: its reader will report it.
  if (vocabulary.size === 0) return [];
  const known = new Set<string>();
  let next = vocabulary.size;
  const own: unknown = tokenizer.fields.added_tokens;
  for (const token of Array.isArray(own) ? (own as Partial<AddedToken>[]) : []) {
    if (typeof token?.content !== 'string' || typeof token.id !== 'number') continue;
    known.add(token.content);
    next = Math.max(next, token.id + 1);
  }
  const added: AddedToken[] = [];
  for (const token of [...listed(config), ...special(files, className)]) {
    if (known.has(token.content)) continue;
    known.add(token.content);
    const id = vocabulary.get(token.content) ?? next++;
    if (id < vocabSize) added.push({ ...token, id });
  }
  return added;
}

type Described = Omit<AddedToken, 'id'>;

/** Reads `added_tokens_decoder`, by id. */
function listed(config: JsonObject | null): Described[] {
  const all: unknown = config?.fields.added_tokens_decoder;
  if (typeof all !== 'object' || all === null) return [];
  return Object.entries(all)
    .sort(([a], [b]) => Number(a) - Number(b))
    .flatMap(([, token]) => described(token, false));
}

function special({ config, specialTokens, defaults }: TokenFiles, className: string): Described[] {
  const own = defaults.find((each) => each.className === className);
  // With `added_tokens_decoder`, Python does not read the map.
  const map = config?.has('added_tokens_decoder') ? {} : (specialTokens?.fields ?? {});
  const values: Record<string, unknown> = {
    ...own?.tokens,
    ...config?.fields,
    ...map,
  };
  let additional = [config?.fields, map].flatMap((from) => {
    const list = from?.additional_special_tokens;
    return Array.isArray(list) ? (list as unknown[]) : [];
  });
  const extraIds = own?.extraIds ?? 0;
  if (extraIds > 0 && !additional.some((token) => contentOf(token).includes('<extra_id_'))) {
    const count =
      config?.integer('extra_ids', { min: 0, max: 10_000, fallback: extraIds }) ?? extraIds;
    const extra = Array.from({ length: count }, (_, i) => `<extra_id_${i}>`);
    additional = [...additional, ...extra];
  }
  return [...SPECIAL.map((field) => values[field]), ...additional].flatMap((token) =>
    described(token, true),
  );
}

function contentOf(token: unknown): string {
  if (typeof token === 'string') return token;
  const content = (token as { content?: unknown } | null)?.content;
  return typeof content === 'string' ? content : '';
}

/** @param isSpecial Default for a token that does not say so itself. */
function described(token: unknown, isSpecial: boolean): Described[] {
  const content = contentOf(token);
  if (content === '') return [];
  const flags = (typeof token === 'object' ? token : {}) as Partial<AddedToken>;
  const ownSpecial = isSpecial || flags.special === true;
  return [
    {
      content,
      single_word: flags.single_word === true,
      lstrip: flags.lstrip === true,
      rstrip: flags.rstrip === true,
      normalized: typeof flags.normalized === 'boolean' ? flags.normalized : !ownSpecial,
      special: ownSpecial,
    },
  ];
}

/** Returns the vocabulary: Unigram lists its pieces in the order of their ids; WordPiece names each one's. */
function vocabularyOf(tokenizer: JsonObject): ReadonlyMap<string, number> {
  const vocab: unknown = (tokenizer.fields.model as { vocab?: unknown } | null | undefined)?.vocab;
  if (Array.isArray(vocab)) {
    return new Map((vocab as [string, number][]).map((piece, id) => [String(piece?.[0]), id]));
  }
  return new Map(Object.entries((vocab ?? {}) as Record<string, number>));
}
