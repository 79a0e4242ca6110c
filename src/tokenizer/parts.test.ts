import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { ReferenceTokenizer } from './tokenizer.ts';

interface Case {
  readonly place: 'normalizer' | 'pre_tokenizer';
  readonly part: object;
  /** Ids of each text; null where the package refuses the part. */
  readonly ids: readonly (readonly number[])[] | null;
}

interface Golden {
  readonly characters: string;
  readonly texts: readonly string[];
  readonly cases: readonly Case[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../training/goldens/tokenizer-parts.json', import.meta.url), 'utf8'),
);

/** A piece for each character at a word's start, and one within a word: the ids show where words begin. */
function fileWith({ place, part }: Case): object {
  const vocab: Record<string, number> = { '[UNK]': 0 };
  for (const [i, character] of [...golden.characters].entries()) {
    vocab[character] = 2 * i + 1;
    vocab[`##${character}`] = 2 * i + 2;
  }
  return {
    [place]: part,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 1000,
      vocab,
    },
  };
}

/** The ids as words: pieces of one word stand together, words apart by "|". */
function inWords(ids: readonly number[]): string {
  const characters = [...golden.characters];
  return ids
    .map((id) => {
      const character = characters[Math.floor((id - 1) / 2)];
      if (id === 0) return '|?';
      return character === undefined ? `|<${id}>` : `${id % 2 === 1 ? '|' : ''}${character}`;
    })
    .join('');
}

describe('a part of a tokenizer.json', () => {
  it('does what it does in the tokenizers package, or is refused by name', () => {
    const wrong: object[] = [];
    const refused: string[] = [];
    for (const each of golden.cases) {
      const part = JSON.stringify(each.part);
      let tokenizer: ReferenceTokenizer;
      try {
        tokenizer = new ReferenceTokenizer(fileWith(each), {});
      } catch (error) {
        if (!(error instanceof CheckpointError)) throw error;
        if (each.ids !== null) refused.push(error.message);
        continue;
      }
      for (const [i, text] of golden.texts.entries()) {
        const ours = inWords(tokenizer.encode(text));
        const theirs = each.ids === null ? 'refused' : inWords(each.ids[i]!);
        if (ours !== theirs) wrong.push({ part, text, ours, theirs });
      }
    }
    expect(wrong).toEqual([]);
    expect(golden.cases.length).toBeGreaterThan(500);
    // What JavaScript has no counterpart of: graphemes, conditions, blocks, classes of ASCII.
    expect(refused.length).toBeLessThan(20);
    for (const message of refused)
      expect(message).toMatch(/has the pattern ".+", which Facet cannot run/);
  });
});

describe('an added token', () => {
  const LOWERCASE = { type: 'Lowercase' };
  const PREPEND = { type: 'Prepend', prepend: 'x' };

  // What tokenizers 0.15.2 gives; <9999> is the added token.
  it.each([
    [
      'is found as the normaliser spells it',
      LOWERCASE,
      { content: 'CAT' },
      'the CAT sat',
      '|the|<9999>|sat',
    ],
    [
      'is not found as the file spells it, once it is normalised',
      PREPEND,
      { content: 'the' },
      'the cat',
      '|<9999>|cat',
    ],
    ['has the id that it has in the vocabulary', null, { content: 'a' }, 'the cat', '|the|c|a|t'],
    [
      'is no piece of a word that comes of normalising',
      LOWERCASE,
      { content: 'at', normalized: false },
      'CAT sat',
      '|cat|s|<9999>',
    ],
  ])('%s', (_what, normalizer, token, text, words) => {
    const tokenizer = new ReferenceTokenizer(
      {
        ...fileWith({ place: 'pre_tokenizer', part: { type: 'WhitespaceSplit' }, ids: null }),
        normalizer,
        added_tokens: [{ id: 9999, normalized: true, special: false, ...token }],
      },
      {},
    );
    expect(inWords(tokenizer.encode(text))).toBe(words);
  });
});
