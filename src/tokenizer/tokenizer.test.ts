import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ReferenceTokenizer } from './tokenizer.ts';

const GOLDENS = new URL('../../training/goldens/', import.meta.url);
/** The tokenizers of the published models; not in the repository. */
const FULL = new URL('../../../shared/tokenizers/', import.meta.url);

interface Golden {
  readonly tokenizers: readonly string[];
  /** Each row: a string, then its ids by each tokenizer. */
  readonly rows: readonly (readonly [string, ...(readonly number[])[]])[];
}

function readGolden(name: string): Golden {
  return JSON.parse(readFileSync(new URL(name, GOLDENS), 'utf8'));
}

function readTokenizer(file: URL): ReferenceTokenizer {
  return new ReferenceTokenizer(JSON.parse(readFileSync(file, 'utf8')), {});
}

function expectSameIds(golden: Golden, column: number, tokenizer: ReferenceTokenizer): void {
  const strings = golden.rows.map(([text]) => text);
  const reference = new Map(golden.rows.map(([text, ...ids]) => [text, ids[column]]));
  const differ = strings
    .map((text) => ({ text, ours: tokenizer.encode(text), reference: reference.get(text) }))
    .filter(({ ours, reference }) => JSON.stringify(ours) !== JSON.stringify(reference));
  expect(differ).toEqual([]);
  expect(strings.length).toBeGreaterThan(250);
}

describe('ids of the tokenizers package', () => {
  const golden = readGolden('tokenizer-ids.json');
  for (const [column, name] of golden.tokenizers.entries()) {
    it(name, () => {
      expectSameIds(
        golden,
        column,
        readTokenizer(new URL(`${name}/model/tokenizer.json`, GOLDENS)),
      );
    });
  }

  const full = readGolden('tokenizer-ids-full.json');
  for (const [column, name] of full.tokenizers.entries()) {
    const file = new URL(`${name}/tokenizer.json`, FULL);
    it(`${name}, whole vocabulary`, ({ skip }) => {
      skip(!existsSync(file), `${file.pathname} is missing`);
      expectSameIds(full, column, readTokenizer(file));
    });
  }
});

describe('ReferenceTokenizer', () => {
  const file = new URL('t5-bin/model/tokenizer.json', GOLDENS);
  const json = JSON.parse(readFileSync(file, 'utf8'));

  it('gives the same ids for a text whatever came before it', () => {
    const tokenizer = readTokenizer(file);
    const fresh = tokenizer.encode('the river');
    tokenizer.encode('</s>');
    tokenizer.encode('');
    expect(tokenizer.encode('the river')).toEqual(fresh);
    expect(tokenizer.encode('the river', { bare: true })).toEqual(fresh.slice(0, -1));
  });

  it('splits only where the file says so', () => {
    const unsplit = structuredClone(json);
    unsplit.model.vocab.push(['▁the▁river', 0]);
    unsplit.pre_tokenizer = {
      type: 'Metaspace',
      replacement: '▁',
      prepend_scheme: 'always',
      split: false,
    };
    const id = unsplit.model.vocab.length - 1;
    expect(new ReferenceTokenizer(unsplit, {}).encode('the river', { bare: true })).toEqual([id]);
    unsplit.pre_tokenizer.split = true;
    expect(new ReferenceTokenizer(unsplit, {}).encode('the river', { bare: true })).not.toContain(
      id,
    );
  });

  it('prepends nothing if an older file turns add_prefix_space off', () => {
    const bare = structuredClone(json);
    bare.pre_tokenizer = { type: 'Metaspace', replacement: '▁', add_prefix_space: false };
    const [first] = new ReferenceTokenizer(bare, {}).encode('the river');
    expect(json.model.vocab[first ?? -1][0]).not.toMatch(/^▁/);
  });

  it('differs from the package if a whole text only normalises to a special token', () => {
    // The package reads `＜/s＞` as a word of that spelling, with a ▁ before it. The library takes a
    // whole text that equals a special token for that token, before it calls any part of ours.
    const [end] = readTokenizer(file).encode('');
    expect(readTokenizer(file).encode('＜/s＞')).toEqual([end, end]);
    expect(json.model.vocab[readTokenizer(file).encode('a ＜/s＞').at(-3) ?? -1][0]).toBe('▁');
  });
});
