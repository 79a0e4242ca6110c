import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { INSTRUCTOR_RULES } from '../encoders/input.ts';
import { PairTokeniser, strip } from './tokenise.ts';
import type { Pair } from './types.ts';

/** `[c for c in range(0x110000) if chr(c).isspace()]`, Python 3.11. */
const PYTHON_SPACES = [
  0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001,
  0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f,
  0x205f, 0x3000,
];

test('strip takes what Python takes, and nothing else', () => {
  const stripped = Array.from({ length: 0x10000 }, (_, code) => code).filter(
    (code) => strip(String.fromCharCode(code)) === '',
  );
  expect(stripped).toEqual(PYTHON_SPACES);
});

test('strip leaves the inside alone', () => {
  expect(strip(' \u001c a \u0085 b\u3000\n')).toBe('a \u0085 b');
  expect(strip('\ufeffa')).toBe('\ufeffa');
  expect(strip('   ')).toBe('');
  expect(strip('')).toBe('');
});

/** Of no golden tokenizer an id is beyond. */
const VOCABULARY = 5000;
const GOLDENS = join(import.meta.dirname, '../../training/goldens');
const pairs: Pair[] = readFileSync(join(GOLDENS, 'pairs.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const pair: string | [string, string] = JSON.parse(line);
    return typeof pair === 'string' ? ['', pair] : pair;
  });

/** The tokeniser of a golden checkpoint. */
function tokeniserOf(name: string, limit: number): PairTokeniser {
  const [json, config] = ['tokenizer.json', 'tokenizer_config.json'].map((file) =>
    JSON.parse(readFileSync(join(GOLDENS, name, 'model', file), 'utf8')),
  );
  return new PairTokeniser(json, config, {
    maxSeqLength: limit,
    vocabSize: VOCABULARY,
    rules: INSTRUCTOR_RULES,
  });
}

test.each([
  ['t5-no-dense', 32],
  ['bert-safetensors', 24],
])('a reading of %s has the tokens, the mask and the cut of what is embedded', (name, limit) => {
  const tokeniser = tokeniserOf(name, limit);
  let cuts = 0;
  for (const pair of pairs) {
    const { ids, masked, truncated } = tokeniser.tokenise(pair);
    const reading = tokeniser.read(pair);
    const read = reading.tokens.filter(({ role }) => role !== 'cut');
    expect(read).toHaveLength(ids.length);
    expect(read.filter(({ role }) => role === 'masked')).toHaveLength(masked);
    expect([reading.masked, reading.pooled]).toEqual([masked, ids.length - masked]);
    expect(reading.cut > 0).toBe(truncated);
    expect(read.at(-1)?.special).toBe(true);
    cuts += reading.cut > 0 ? 1 : 0;
  }
  expect(cuts).toBeGreaterThan(5);
});

test('a reading spells out instruction, text, end and what is cut', () => {
  const tokeniser = tokeniserOf('bert-safetensors', 9);
  const shown = (pair: Pair) =>
    tokeniser.read(pair).tokens.map(({ piece, role, special }) => [piece, role, special]);
  const [first, ...rest] = shown(['represent the title: ', 'a b c d e f g h']);
  expect(first).toEqual([expect.stringMatching(/CLS/), 'masked', true]);
  const roles = rest.map(([, role]) => role);
  expect(roles.indexOf('pooled')).toBeGreaterThan(0);
  expect(roles.at(-1)).toBe('cut');
  expect(rest.filter(([, role]) => role !== 'cut').at(-1)).toEqual([
    expect.stringMatching(/SEP/),
    'pooled',
    true,
  ]);
  expect(
    rest.filter(([, role]) => role === 'cut').every(([, , special]) => special === false),
  ).toBe(true);
});

test('of a very long text the first 200 cut tokens are listed, and all are counted', () => {
  const reading = tokeniserOf('bert-safetensors', 16).read(['', 'a '.repeat(5000)]);
  expect(reading.tokens).toHaveLength(16 + 200);
  expect(reading.cut).toBe(5000 + 2 - 16);
});

test.each([
  ['t5-no-dense', 32],
  ['bert-safetensors', 512],
  ['bert-short-bin', 32],
])('%s: a text is unread where only start and end tokens are left in the mean', (name, limit) => {
  const tokeniser = tokeniserOf(name, limit);
  const found = new Set<string>();
  for (const pair of pairs) {
    const { unread } = tokeniser.tokenise(pair);
    const reading = tokeniser.read(pair);
    expect(reading.unread).toBe(unread);
    const own = reading.tokens.some(({ role, special }) => role === 'pooled' && !special);
    expect(unread === null, JSON.stringify(pair)).toBe(own);
    if (unread !== null) found.add(unread);
  }
  expect([...found].sort()).toEqual(['cut', 'empty', 'fused']);
});

test('why a text is unread, and that a space parts it from its instruction', () => {
  const bert = tokeniserOf('bert-safetensors', 512);
  const short = tokeniserOf('bert-short-bin', 8);
  expect(bert.read(['represen', 't'])).toMatchObject({ unread: 'fused', masked: 2, pooled: 1 });
  // The package's mean is empty here, and its vector zero.
  const empty: Pair = ['Represent the sentence for retrieval: [SE', 'P] river'];
  expect(bert.read(empty)).toMatchObject({ unread: 'fused', pooled: 0 });
  expect(bert.read(['represen ', 't']).unread).toBeNull();
  expect(bert.read(['Represent the title: ', '\u200b']).unread).toBe('empty');
  expect(short.read(['the '.repeat(20), 'river']).unread).toBe('cut');
  expect(short.read(['the ', 'river '.repeat(20)]).unread).toBeNull();
});

test('a text of megabytes is read and cut as the package does, without tokenising all of it', () => {
  const tokeniser = tokeniserOf('t5-bin', 64);
  const long = (count: number): Pair => ['Represent: ', 'the river rises in hills. '.repeat(count)];
  const { ids, masked, truncated } = tokeniser.tokenise(long(100));
  const began = performance.now();
  expect(tokeniser.tokenise(long(400_000))).toEqual({
    ids,
    masked,
    truncated,
    unread: null,
    refused: null,
  });
  expect(performance.now() - began).toBeLessThan(1000);
  expect([ids.length, truncated]).toEqual([64, true]);
});

test('a post-processor that leaves no room for a text is refused', () => {
  const [json, config] = ['tokenizer.json', 'tokenizer_config.json'].map((file) =>
    JSON.parse(readFileSync(join(GOLDENS, 't5-bin/model', file), 'utf8')),
  );
  const end = { SpecialToken: { id: '</s>', type_id: 0 } };
  json.post_processor.single.push(...Array.from({ length: 100_000 }, () => end));
  const limits = { maxSeqLength: 512, vocabSize: VOCABULARY, rules: INSTRUCTOR_RULES };
  expect(() => new PairTokeniser(json, config, limits)).toThrow(
    /"post_processor" puts 100001 tokens around each text, and the model reads 512/,
  );
});

test('a text with a token that the model lacks says so, and others are read', () => {
  const [json, config] = ['tokenizer.json', 'tokenizer_config.json'].map((file) =>
    JSON.parse(readFileSync(join(GOLDENS, 't5-bin/model', file), 'utf8')),
  );
  json.added_tokens.push({ id: 9999, content: '<beyond>', normalized: false, special: true });
  const limits = { maxSeqLength: 64, vocabSize: VOCABULARY, rules: INSTRUCTOR_RULES };
  const tokeniser = new PairTokeniser(json, config, limits);
  expect(() => tokeniser.tokenise(['', 'a <beyond>'])).toThrow(
    /token 9999, and the model has 5000/,
  );
  expect(tokeniser.tokeniseOrRefuse(['', 'a <beyond>'])).toMatchObject({
    ids: new Int32Array(0),
    refused: expect.stringContaining('token 9999'),
  });
  expect(tokeniser.tokeniseOrRefuse(['', 'a'])).toMatchObject({ refused: null });
});

const LONG = {
  words: 'some words of a long text, ',
  'long words': `${'abc'.repeat(3000)} `,
  mixed: 'Ça va? ΟΔΟΣ σίγμα 中文字符 😀😀 naïve\u0300 fi\u00a0ﬁ \u200b tab\tnew\n',
  blank: ' '.repeat(5000),
};

test.each([
  ['t5-no-dense', 32],
  ['bert-safetensors', 24],
])('of a long text %s tokenises the start alone, to the same tokens', (name, limit) => {
  const tokeniser = tokeniserOf(name, limit);
  for (const unit of Object.values(LONG)) {
    const text = unit.repeat(Math.ceil(150_000 / unit.length));
    // All of it is tokenised for a limit that it does not reach.
    const whole = tokeniserOf(name, 10_000_000).tokenise(['Represent: ', text]).ids;
    const { ids, truncated } = tokeniser.tokenise(['Represent: ', text]);
    const isLong = whole.length > limit;
    expect(truncated).toBe(isLong);
    const kept = isLong ? [...whole.slice(0, limit - 1), whole.at(-1)] : [...whole];
    expect([...ids]).toEqual(kept);
    const { counted, cut } = tokeniser.read(['Represent: ', text]);
    expect(cut > 0).toBe(isLong);
    if (counted) expect(cut).toBe(Math.max(0, whole.length - limit));
  }
});

test.each(['t5-no-dense', 'bert-safetensors'])('%s reads megabytes without a space', (name) => {
  const tokeniser = tokeniserOf(name, 32);
  for (const unit of ['x', '字']) {
    const text = `data ${unit.repeat(400_000)}`;
    expect(tokeniser.tokenise(['', text]).ids.length).toBeGreaterThan(2);
    expect(tokeniser.read(['', text]).tokens.length).toBeGreaterThan(2);
  }
});
