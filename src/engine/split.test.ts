import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { INSTRUCTOR_RULES } from '../encoders/input.ts';
import { splitTexts } from './split.ts';
import { PairTokeniser } from './tokenise.ts';

const GOLDEN = join(import.meta.dirname, '../../training/goldens/t5-no-dense/model');
const LIMIT = 64;
const [json, config] = ['tokenizer.json', 'tokenizer_config.json'].map((file) =>
  JSON.parse(readFileSync(join(GOLDEN, file), 'utf8')),
);
const tokeniser = new PairTokeniser(json, config, {
  maxSeqLength: LIMIT,
  vocabSize: 5000,
  rules: INSTRUCTOR_RULES,
});

const instructions = ['', 'Represent the bank statement: '];
const short = 'The deposit was refused.';
const long = 'The deposit was refused. Nobody at the bank could say why. '.repeat(12);

test('chunks of long texts are read whole under every instruction', async () => {
  const texts = [short, long];
  const {
    long: count,
    places,
    most,
  } = await splitTexts({ texts, instructions, size: null, overlap: null }, tokeniser, LIMIT);
  expect(count).toBe(1);
  expect(most).toBeLessThan(LIMIT);
  expect(places[0]).toBeNull();
  const own = places[1]!;
  expect(own.length).toBeGreaterThan(4);
  for (let at = 0; at < own.length; at += 2) {
    const chunk = long.slice(own[at], own[at + 1]);
    expect(chunk).toMatch(/^(The|Nobody) .*(refused|why)\.$/);
    for (const instruction of instructions) {
      expect(tokeniser.tokenise([instruction, chunk]).truncated).toBe(false);
    }
  }
});

test('a size cuts texts that the model would read whole', async () => {
  const texts = [short, `${short} Nobody could say why.`];
  const request = { texts, instructions, size: 12, overlap: null };
  const { long: count, places } = await splitTexts(request, tokeniser, LIMIT);
  expect(count).toBe(0);
  expect(places.some((own) => own !== null)).toBe(true);
});

test('the overlap is what is asked for, and at most half a chunk', async () => {
  const talk = 'No. Yes. Why? '.repeat(40).trim();
  const chunks = async (overlap: number) => {
    const request = { texts: [talk], instructions, size: 32, overlap };
    return (await splitTexts(request, tokeniser, LIMIT)).places[0]!;
  };
  /** Characters that each chunk repeats of the one before; -1 is the space between them. */
  const repeats = (own: Uint32Array) =>
    Array.from({ length: own.length / 2 - 1 }, (_, at) => own[2 * at + 1]! - own[2 * at + 2]!);
  const [none, some, most] = [await chunks(0), await chunks(8), await chunks(1000)];
  expect(new Set(repeats(none))).toEqual(new Set([-1]));
  expect(Math.min(...repeats(some))).toBeGreaterThan(0);
  expect(Math.min(...repeats(most))).toBeGreaterThan(Math.max(...repeats(some)));
  expect(most.at(-1)).toBe(talk.length);
});

test('instructions that fill the limit leave no room for chunks', async () => {
  const full = ['Represent '.repeat(LIMIT)];
  const request = { texts: [long], instructions: full, size: null, overlap: null };
  expect(await splitTexts(request, tokeniser, LIMIT)).toMatchObject({ most: null, places: [null] });
});
