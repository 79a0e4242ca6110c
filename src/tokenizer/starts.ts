/**
 * Whether the first tokens of a text are those of its start alone. Then a text of megabytes need not be tokenised
 * whole to keep the first few hundred tokens.
 *
 * A text is cut before a space between two ASCII letters or digits. No grapheme, no Unicode composition and no added
 * token reaches across such a place, and a pre-tokeniser that splits at spaces makes a new word there; each word's
 * tokens are its own. What is not known to be so is tokenised whole.
 */

interface Part {
  readonly type?: string;
  readonly split?: boolean;
  readonly replacement?: string;
  readonly prepend?: string;
  readonly content?: string;
  readonly normalizers?: readonly Part[];
  readonly pretokenizers?: readonly Part[];
  readonly pattern?: { readonly Regex?: string; readonly String?: string };
}

interface StartsConfig {
  readonly normalizer: Part | null;
  readonly pre_tokenizer: Part | null;
  readonly added_tokens: readonly { readonly content: string }[];
}

const LOCAL = new Set(
  ['BertNormalizer', 'Precompiled', 'NFC', 'NFD', 'NFKC', 'NFKD'].concat([
    ...['Strip', 'StripAccents', 'Lowercase', 'Prepend'],
  ]),
);

/** @param normalize The whole normaliser. */
export function startsAlike(
  { normalizer, pre_tokenizer: split, added_tokens: added }: StartsConfig,
  normalize: (text: string) => string,
): boolean {
  if (normalizer !== null && !isLocal(normalizer)) return false;
  if (split === null || !splitsAtSpaces(split)) return false;
  // A character map may do to a space whatever it likes.
  const probe = normalize('a b 0 1');
  if (!/^\S+ \S+ \S+ \S+$/u.test(probe)) return false;
  return added.every(({ content }) => !/\s/u.test(content) && !/\s/u.test(normalize(content)));
}

function isLocal(part: Part): boolean {
  if (part.type === 'Sequence') return (part.normalizers ?? []).every(isLocal);
  if (part.type !== 'Replace') return LOCAL.has(part.type ?? '');
  const { Regex: regex, String: text } = part.pattern ?? {};
  // Both are in published files, and take a run of spaces whole; `startsAlike` probes what comes of one space.
  return regex === ' {2,}' || regex === '\\s+' || (text !== undefined && !/\s/u.test(text));
}

function splitsAtSpaces(part: Part): boolean {
  if (part.type === 'Sequence') {
    const [first] = part.pretokenizers ?? [];
    return first !== undefined && splitsAtSpaces(first);
  }
  if (part.type === 'Metaspace') return part.split !== false;
  return (
    part.type === 'BertPreTokenizer' ||
    part.type === 'WhitespaceSplit' ||
    part.type === 'Whitespace'
  );
}

/** The start of `text` up to the first place from `size` on where it can be cut; null if there is none. */
export function startUpTo(text: string, size: number): string | null {
  const place = /[A-Za-z0-9](?= [A-Za-z0-9])/g;
  place.lastIndex = size;
  const found = place.exec(text);
  return found === null ? null : text.slice(0, found.index + 1);
}
