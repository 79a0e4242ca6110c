import { expect, test } from 'vitest';
import { seededRandom } from '../lib/random.ts';
import { chunksOf, fitsBudget } from './chunks.ts';

/** Words of Latin script in pieces of four letters, and each other character: counts as a tokenizer does. */
function countTokens(text: string): number {
  return text.match(/[A-Za-z]{1,4}|[^A-Za-z\s]/gu)?.length ?? 0;
}

const OPTIONS = { countTokens, budget: 20, overlap: 3 };

function chunked(text: string, options = OPTIONS) {
  return [...chunksOf(text, options)];
}

const ALPHABETS = {
  english: [
    'the ',
    'deposit ',
    'was ',
    'refused. ',
    'Why? ',
    'Ask (them), ',
    'unreasonableness ',
    '\n\n',
  ],
  'Chinese and Japanese': ['银行', '拒绝', '了', '。', '東京', 'は', '大きい', '、', '！'],
  emoji: ['👩‍👩‍👧‍👦', '🇫🇷', '😀', '👍🏽', ' ', '!'],
  'no punctuation': ['alpha ', 'beta ', 'gamma '],
  'no space': ['alpha', 'é', 'ß', '-', '/', '1'],
  space: [' ', '\t', '\n', 'a', '\u3000', '\u00a0'],
  surrogates: ['\ud83d', '\ude00', 'a', '. ', '\u0301'],
};

test.each(Object.entries(ALPHABETS))(
  'chunks of random texts cover them: %s',
  (name, alphabet) => {
    const random = seededRandom(name.length);
    for (let round = 0; round < 60; round++) {
      const length = Math.floor(random() * 300);
      const text = Array.from(
        { length },
        () => alphabet[Math.floor(random() * alphabet.length)],
      ).join('');
      const overlap = Math.floor(random() * 10);
      const budget = 10 + Math.floor(random() * 30);
      let [covered, before] = [0, -1];
      const faults: string[] = [];
      for (const chunk of chunked(text, { countTokens, budget, overlap })) {
        const { start, end } = chunk;
        const between = text.slice(covered, Math.max(covered, start));
        const repeated = text.slice(start, Math.max(start, covered));
        if (chunk.text !== text.slice(start, end)) faults.push(`other text at ${start}`);
        if (chunk.text !== chunk.text.trim()) faults.push(`space around ${start}`);
        if (countTokens(chunk.text) > budget) faults.push(`too many tokens at ${start}`);
        if (between.trim() !== '') faults.push(`gap before ${start}`);
        if (start <= before || end <= covered) faults.push(`no progress at ${start}`);
        if (countTokens(repeated) > overlap) faults.push(`too much repeated at ${start}`);
        [covered, before] = [end, start];
      }
      if (text.slice(covered).trim() !== '') faults.push(`not covered from ${covered}`);
      expect(faults).toEqual([]);
    }
  },
  20_000,
);

test('chunks end with sentences, and repeat whole ones', () => {
  const text =
    'One two six. Ten six. Now we go on to the rest of it. It ends. All is well so far. Yes.';
  expect(chunked(text, { countTokens, budget: 16, overlap: 4 }).map((chunk) => chunk.text)).toEqual(
    [
      'One two six. Ten six.',
      'Ten six. Now we go on to the rest of it. It ends.',
      'It ends. All is well so far. Yes.',
    ],
  );
});

test('a sentence that is too long is cut at words, with what opens them', () => {
  const text = 'one two (six) ten now and then';
  const options = { countTokens, budget: 5, overlap: 0 };
  expect(chunked(text, options).map((chunk) => chunk.text)).toEqual([
    'one two (six)',
    'ten now and then',
  ]);
});

test('a word that is too long is cut at graphemes: no family is parted', () => {
  const family = '👩‍👩‍👧‍👦';
  const options = { countTokens, budget: 15, overlap: 0 };
  const parts = chunked(family.repeat(6), options).map((chunk) => chunk.text);
  expect(parts).toEqual([family.repeat(2), family.repeat(2), family.repeat(2)]);
});

test('text that fits is one chunk; blank text is none', () => {
  expect(chunked('  Hello. World. ')).toEqual([{ text: 'Hello. World.', start: 2, end: 15 }]);
  expect(chunked(' \n\t ')).toEqual([]);
  expect(chunked('')).toEqual([]);
});

test('a head is enough to see that a text does not fit', () => {
  let read = 0;
  const counted = (text: string) => {
    read += text.length;
    return countTokens(text);
  };
  expect(fitsBudget('abcd '.repeat(1e6), { ...OPTIONS, countTokens: counted })).toBe(false);
  expect(read).toBeLessThan(10_000);
});

test.each([
  ['sentences', 'The deposit was refused without a word of explanation. '],
  ['one sentence', 'deposit without reason '],
  ['one word', 'deposit'],
  ['Chinese', '银行拒绝了我的存款申请'],
])(
  'what is counted grows with the length, not faster: %s',
  (_, unit) => {
    const cost = (length: number) => {
      let read = 0;
      const counted = (text: string) => {
        read += text.length;
        return countTokens(text);
      };
      const text = unit.repeat(Math.ceil(length / unit.length));
      const count = chunked(text, { countTokens: counted, budget: 400, overlap: 60 }).length;
      expect(count).toBeGreaterThan(length / 2400);
      return read;
    };
    const [small, large] = [cost(20_000), cost(100_000)];
    expect(large / small).toBeLessThan(6);
  },
  20_000,
);
