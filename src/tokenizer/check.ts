/**
 * Whether a tokenizer.json is one that Facet runs, before the library reads it: the library trusts every field, so
 * that a damaged one ends in `undefined` somewhere inside it, or in a loop that never ends.
 */

import { CheckpointError } from '../lib/checkpoint-error.ts';
import { isInteger, isObject } from '../lib/checks.ts';

export const FILE = 'tokenizer.json';

type Fields = Readonly<Record<string, unknown>>;

/** Highest id: far above any vocabulary, and an array of so many entries can be made. */
const MAX_ID = 2 ** 24;
/** Parts within parts. Published files have two levels. */
const MAX_DEPTH = 8;
/** Bytes of a precompiled character map: SentencePiece's largest has 300 kB. */
const MAX_LENGTH = 2 ** 20;
/** Characters of a pattern: the longest published one has some thousand. */
const MAX_PATTERN = 2 ** 16;

/**
 * The file with what the library needs and nothing else: parts that Python lets be absent are null, and the decoder,
 * which no encoding uses, is left out.
 * @throws CheckpointError naming the field at fault.
 */
export function checkedTokenizer(json: object): object {
  const root = fieldsOf('the file', json);
  const model = checkModel(fieldsOf('"model"', root.model));
  const added: unknown = root.added_tokens ?? [];
  if (!Array.isArray(added)) fail('"added_tokens"', added, 'a list');
  for (const [i, token] of (added as unknown[]).entries())
    checkAdded(`"added_tokens"[${i}]`, token);
  checkPart('"normalizer"', root.normalizer, NORMALIZERS);
  checkPart('"pre_tokenizer"', root.pre_tokenizer, PRE_TOKENIZERS);
  const known = new Set((added as { content: string }[]).map(({ content }) => content));
  checkPart('"post_processor"', root.post_processor, POST_PROCESSORS, (where, token) => {
    if (!known.has(token) && !model.has(token)) fail(where, token, 'a token of the vocabulary');
  });
  return {
    ...root,
    added_tokens: added,
    normalizer: root.normalizer ?? null,
    pre_tokenizer: root.pre_tokenizer ?? null,
    post_processor: root.post_processor ?? null,
    decoder: null,
  };
}

/** @returns whether a token is in the vocabulary. */
function checkModel(model: Fields): { has(token: string): boolean } {
  // A file may leave out the type: Python then takes the first that fits.
  const type = model.type ?? (Array.isArray(model.vocab) ? 'Unigram' : 'WordPiece');
  if (type === 'Unigram') return checkUnigram(model);
  if (type === 'WordPiece') return checkWordPiece(model);
  return fail('"model.type"', type, '"Unigram" or "WordPiece", the kinds that Facet runs');
}

function checkUnigram(model: Fields): { has(token: string): boolean } {
  const vocab: unknown = model.vocab;
  if (!Array.isArray(vocab) || vocab.length === 0 || vocab.length > MAX_ID) {
    return fail('"model.vocab"', vocab, 'a list of pieces');
  }
  for (const [id, piece] of (vocab as unknown[]).entries()) {
    const [text, score] = Array.isArray(piece) ? (piece as unknown[]) : [];
    if (typeof text !== 'string' || typeof score !== 'number' || !Number.isFinite(score)) {
      fail(`"model.vocab"[${id}]`, piece, 'a piece and its score');
    }
  }
  const unknown: unknown = model.unk_id ?? null;
  if (unknown !== null && !isInteger(unknown, 0, vocab.length - 1)) {
    fail('"model.unk_id"', unknown, `an id below ${vocab.length}`);
  }
  if ((model.byte_fallback ?? false) !== false) {
    fail(
      '"model.byte_fallback"',
      model.byte_fallback,
      'false: Facet does not spell unknown characters in bytes',
    );
  }
  const pieces = new Set((vocab as [string, number][]).map(([piece]) => piece));
  return pieces;
}

function checkWordPiece(model: Fields): { has(token: string): boolean } {
  const vocab = fieldsOf('"model.vocab"', model.vocab);
  const entries = Object.entries(vocab);
  if (entries.length === 0) fail('"model.vocab"', vocab, 'ids by piece');
  for (const [piece, id] of entries) {
    if (!isInteger(id, 0, MAX_ID))
      fail(`"model.vocab" of ${quoted(piece)}`, id, `an id up to ${MAX_ID}`);
  }
  text('"model.continuing_subword_prefix"', model.continuing_subword_prefix);
  const unknown = text('"model.unk_token"', model.unk_token);
  if (!Object.hasOwn(vocab, unknown))
    fail('"model.unk_token"', unknown, 'a piece of the vocabulary');
  const longest: unknown = model.max_input_chars_per_word ?? 100;
  if (!isInteger(longest, 1, MAX_ID)) {
    fail('"model.max_input_chars_per_word"', longest, 'a number of characters');
  }
  if (model.merges !== undefined)
    fail('"model.merges"', 'present', 'absent: this is no WordPiece model');
  return { has: (token) => Object.hasOwn(vocab, token) };
}

function checkAdded(where: string, token: unknown): void {
  const fields = fieldsOf(where, token);
  if (text(`${where}.content`, fields.content) === '') fail(`${where}.content`, '', 'a text');
  if (!isInteger(fields.id, 0, MAX_ID)) fail(`${where}.id`, fields.id, `an id up to ${MAX_ID}`);
  for (const flag of ['single_word', 'lstrip', 'rstrip', 'normalized', 'special']) {
    optional(`${where}.${flag}`, fields[flag]);
  }
}

interface Place {
  readonly where: string;
  readonly fields: Fields;
  /** Checks a part within. */
  readonly within: (where: string, part: unknown) => void;
  /** Checks a token that is put around a text. */
  readonly token: (where: string, token: string) => void;
}

/** Checks of each type of part; other types are refused. */
type Checks = Readonly<Record<string, (place: Place) => void>>;

const nothing = () => {};

function pattern({ where, fields }: Place): void {
  const own = fieldsOf(`${where}.pattern`, fields.pattern);
  text(`${where}.pattern`, own.Regex ?? own.String, MAX_PATTERN);
}

const BEHAVIOURS = ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'];

function behaviour({ where, fields }: Place): void {
  if (!BEHAVIOURS.includes(fields.behavior as string)) {
    fail(`${where}.behavior`, fields.behavior, `one of ${BEHAVIOURS.join(', ')}`);
  }
}

const listed =
  (field: string) =>
  ({ where, fields, within }: Place): void => {
    const parts: unknown = fields[field];
    if (!Array.isArray(parts)) throw fail(`${where}.${field}`, parts, 'a list');
    for (const [i, part] of (parts as unknown[]).entries()) {
      if ((part ?? null) === null) fail(`${where}.${field}[${i}]`, part, 'an object');
      within(`${where}.${field}[${i}]`, part);
    }
  };

const NORMALIZERS: Checks = {
  BertNormalizer({ where, fields }) {
    for (const flag of ['clean_text', 'handle_chinese_chars', 'strip_accents', 'lowercase']) {
      optional(`${where}.${flag}`, fields[flag]);
    }
  },
  Precompiled: ({ where, fields }) =>
    void text(`${where}.precompiled_charsmap`, fields.precompiled_charsmap, 8 * MAX_LENGTH),
  Sequence: listed('normalizers'),
  Replace(place) {
    pattern(place);
    text(`${place.where}.content`, place.fields.content);
  },
  ...{ NFC: nothing, NFD: nothing, NFKC: nothing, NFKD: nothing },
  Strip({ where, fields }) {
    optional(`${where}.strip_left`, fields.strip_left);
    optional(`${where}.strip_right`, fields.strip_right);
  },
  ...{ StripAccents: nothing, Lowercase: nothing },
  Prepend: ({ where, fields }) => void text(`${where}.prepend`, fields.prepend),
};

const PRE_TOKENIZERS: Checks = {
  ...{ BertPreTokenizer: nothing, Whitespace: nothing, WhitespaceSplit: nothing },
  Sequence: listed('pretokenizers'),
  Metaspace({ where, fields }) {
    const mark: unknown = fields.replacement ?? '▁';
    if (typeof mark !== 'string' || [...mark].length !== 1) {
      fail(`${where}.replacement`, mark, 'one character');
    }
    const scheme: unknown = fields.prepend_scheme ?? 'always';
    if (scheme !== 'always' && scheme !== 'first' && scheme !== 'never') {
      fail(`${where}.prepend_scheme`, scheme, '"always", "first" or "never"');
    }
    optional(`${where}.add_prefix_space`, fields.add_prefix_space);
    optional(`${where}.split`, fields.split);
  },
  Split(place) {
    pattern(place);
    behaviour(place);
    optional(`${place.where}.invert`, place.fields.invert);
  },
  Punctuation(place) {
    if (place.fields.behavior !== undefined) behaviour(place);
  },
  Digits: ({ where, fields }) => optional(`${where}.individual_digits`, fields.individual_digits),
};

/** Tokens around a text, as a pair of token and id. */
function around({ where, fields, token }: Place): void {
  for (const side of ['cls', 'sep']) {
    const own: unknown = fields[side];
    const named: unknown = Array.isArray(own) ? own[0] : undefined;
    token(`${where}.${side}`, text(`${where}.${side}`, named));
  }
}

const POST_PROCESSORS: Checks = {
  TemplateProcessing({ where, fields, token }) {
    const single: unknown = fields.single;
    if (!Array.isArray(single)) throw fail(`${where}.single`, single, 'a list');
    let texts = 0;
    for (const [i, item] of (single as unknown[]).entries()) {
      const at = `${where}.single[${i}]`;
      const own = fieldsOf(at, item);
      if (own.SpecialToken !== undefined) {
        const id = text(`${at}.SpecialToken.id`, fieldsOf(at, own.SpecialToken).id);
        token(`${at}.SpecialToken.id`, id);
      } else if (fieldsOf(`${at}.Sequence`, own.Sequence).id === 'A') texts += 1;
      else fail(`${at}.Sequence.id`, (own.Sequence as Fields).id, '"A", of one text');
    }
    if (texts !== 1) fail(`${where}.single`, `${texts} places for the text`, 'one');
  },
  BertProcessing: around,
  RobertaProcessing: around,
  Sequence: listed('processors'),
};

function checkPart(
  where: string,
  part: unknown,
  checks: Checks,
  token: Place['token'] = nothing,
  depth = 0,
): void {
  if (part === null || part === undefined) return;
  const fields = fieldsOf(where, part);
  const type = fields.type;
  if (typeof type !== 'string' || !Object.hasOwn(checks, type)) {
    fail(`${where}.type`, type, `one that Facet knows: ${Object.keys(checks).join(', ')}`);
  }
  if (depth > MAX_DEPTH) fail(where, 'deeper', `parts within parts, ${MAX_DEPTH} at most`);
  const within = (inner: string, value: unknown) =>
    checkPart(inner, value, checks, token, depth + 1);
  checks[type as string]!({ where, fields, within, token });
}

function fieldsOf(where: string, value: unknown): Fields {
  return isObject(value) ? value : fail(where, value, 'an object');
}

function text(where: string, value: unknown, longest = MAX_LENGTH): string {
  if (typeof value !== 'string') return fail(where, value, 'a text');
  if (value.length > longest) fail(where, `${value.length} characters`, `${longest} at most`);
  return value;
}

function optional(where: string, value: unknown): void {
  if (value !== undefined && value !== null && typeof value !== 'boolean')
    fail(where, value, 'true or false');
}

function quoted(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length <= 60 ? value : `${value.slice(0, 60)}…`);
}

function fail(where: string, value: unknown, wanted: string): never {
  throw new CheckpointError(
    `${where} is ${quoted(value)}; expected ${wanted}. Fetch the file again, or convert the model anew.`,
    { file: FILE },
  );
}
