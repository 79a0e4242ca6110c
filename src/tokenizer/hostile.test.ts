import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { damageJson } from '../../testing/fuzz/bytes.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { seededRandom } from '../lib/random.ts';
import { ReferenceTokenizer } from './tokenizer.ts';

const GOLDENS = new URL('../../training/goldens/', import.meta.url);

/** A golden's file with a vocabulary of its first pieces, so that damage falls on all fields. */
function small(name: string): Record<string, unknown> & { model: Record<string, unknown> } {
  const json = JSON.parse(readFileSync(new URL(`${name}/model/tokenizer.json`, GOLDENS), 'utf8'));
  const { vocab } = json.model;
  json.model.vocab = Array.isArray(vocab)
    ? vocab.slice(0, 40)
    : Object.fromEntries(Object.entries(vocab).slice(0, 40));
  return json;
}

const TEXTS = ['', 'a river of x', '  \u0301ﬁ </s> [SEP] ＜unk＞ 東京', 'x'.repeat(300)];

describe.each(['t5-bin', 't5-no-dense', 'bert-safetensors'])('%s, damaged', (name) => {
  it('is refused by name or gives ids', { timeout: 60_000 }, () => {
    const original = small(name);
    const random = seededRandom(19);
    const wrong: string[] = [];
    let refused = 0;
    for (let i = 0; i < 1000; i++) {
      const damaged = damageJson(original, random);
      try {
        const tokenizer = new ReferenceTokenizer(damaged as object, {});
        for (const text of TEXTS) {
          const ids = tokenizer.encode(text);
          if (!ids.every((id) => Number.isInteger(id) && id >= 0)) wrong.push(`${i}: ids ${ids}`);
          if (ids.length !== tokenizer.pieces(text).length) wrong.push(`${i}: pieces`);
        }
      } catch (error) {
        refused += 1;
        // In the library's own words it says nothing to a person.
        const named = error instanceof CheckpointError && !/cannot be used/.test(error.message);
        if (!named) wrong.push(`${i}: ${error}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(100);
  });
});

describe('a tokenizer.json that Facet does not run', () => {
  const unigram = () => small('t5-no-dense');
  it.each([
    ['"model.type" is "BPE"', { model: { type: 'BPE', vocab: {}, merges: [] } }],
    [
      '"model.vocab"[1] is a list of 2',
      {
        model: {
          type: 'Unigram',
          vocab: [
            ['a', 0],
            ['b', '1'],
          ],
        },
      },
    ],
    ['"model.unk_id" is 2', { model: { type: 'Unigram', vocab: [['a', 0]], unk_id: 2 } }],
    ['byte_fallback', { model: { type: 'Unigram', vocab: [['a', 0]], byte_fallback: true } }],
    ['"normalizer".type is "Nmt"', { normalizer: { type: 'Nmt' } }],
    [
      '"pre_tokenizer".behavior is "Merged"',
      { pre_tokenizer: { type: 'Split', pattern: { String: ' ' }, behavior: 'Merged' } },
    ],
    ['"added_tokens"[0].id is -1', { added_tokens: [{ id: -1, content: 'a' }] }],
    [
      '"post_processor".single is "2 places for the text"',
      {
        post_processor: {
          type: 'TemplateProcessing',
          single: [{ Sequence: { id: 'A' } }, { Sequence: { id: 'A' } }],
        },
      },
    ],
    ['(?<', { normalizer: { type: 'Replace', pattern: { Regex: '(?<' }, content: '' } }],
  ])('is named by %s', (named, change) => {
    const json = { ...unigram(), ...change };
    expect(() => new ReferenceTokenizer(json, {})).toThrow(CheckpointError);
    expect(() => new ReferenceTokenizer(json, {})).toThrow(named);
  });

  it('is named in few words where a long pattern fails, also one that fails when it is used', () => {
    const of = (regex: string) => {
      const normalizer = { type: 'Replace', pattern: { Regex: regex }, content: '' };
      return () => new ReferenceTokenizer({ ...unigram(), normalizer }, {}).encode('a river');
    };
    for (const regex of [`${'a'.repeat(60_000)}(`, '('.repeat(30_000) + ')'.repeat(30_000)]) {
      expect(of(regex)).toThrow(CheckpointError);
      expect(of(regex)).toThrow(/^tokenizer\.json: .{10,300}; fetch.{10,60}$/s);
    }
    expect(of('a'.repeat(100_000))).toThrow('"normalizer".pattern is "100000 characters"');
  });

  it('says which character has no token, where there is none for what is unknown', () => {
    const json = unigram();
    json.model.unk_id = null;
    const tokenizer = new ReferenceTokenizer(json, {});
    expect(() => tokenizer.encode('\u16a0')).toThrow(/no token for "ᚠ"/);
  });
});
