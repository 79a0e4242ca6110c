/** Greedy decoding as transformers does it in Python. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GOLDENS } from '../../testing/goldens.ts';
import type { Generator } from '../generation/types.ts';
import { openGenerator } from './node-generator.ts';

interface Goldens {
  readonly newTokens: number;
  readonly cases: readonly { prompt: string; ids: number[]; new: number[]; continuation: string }[];
}

const folder = join(GOLDENS, 'generator');
let goldens: Goldens;
let generator: Generator;
beforeAll(async () => {
  goldens = JSON.parse(await readFile(join(folder, 'goldens.json'), 'utf8'));
  generator = await openGenerator(join(folder, 'gpt2'));
}, 120_000);
afterAll(() => generator?.close());

test('continues each prompt as the package does, also one that is too long', async () => {
  const { newTokens, cases } = goldens;
  const done: number[] = [];
  const found = await generator.generate(
    cases.map(({ prompt }) => prompt),
    // No continuation holds it.
    { maxNewTokens: newTokens, stop: '\0\0', onProgress: (count) => done.push(count) },
  );
  expect(found).toEqual(cases.map(({ continuation }) => continuation));
  expect(done).toEqual(cases.map((_, i) => i + 1));
  expect(generator.contextTokens).toBe(160);
  for (const { prompt, ids } of cases) expect(generator.countTokens(prompt)).toBe(ids.length);
}, 120_000);

test('ends where it is told to', async () => {
  const { prompt, continuation } = goldens.cases[0]!;
  const stop = continuation.trimStart()[2]!;
  const [found] = await generator.generate([prompt], { maxNewTokens: goldens.newTokens, stop });
  expect(continuation.startsWith(found!)).toBe(true);
  expect(found).toContain(stop);
  expect(found!.length).toBeLessThan(continuation.length);
}, 60_000);

test('can be stopped', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  const options = { maxNewTokens: 4, stop: '\n', signal };
  await expect(generator.generate(['a'], options)).rejects.toThrow('enough');
});

test.each([
  ['/no/such/folder', /no such file or folder/],
  [join(GOLDENS, 'bert-safetensors/model'), /has no weights in ONNX/],
])('%s is refused', async (path, words) => {
  await expect(openGenerator(path)).rejects.toThrow(words);
});

test('a prompt that leaves no room is refused', async () => {
  await expect(generator.generate(['a'], { maxNewTokens: 200, stop: '\n' })).rejects.toThrow(
    'reads 160 tokens',
  );
});
