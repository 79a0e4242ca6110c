import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { BUILTIN_MODEL } from '../model-folder/builtin.ts';
import { parseManifest } from '../model-folder/format.ts';
import { parameterCount } from '../model-folder/size.ts';
import { importChoices } from './choices.ts';
import { OFFICIAL_MODELS } from './official.ts';

test('gives the size of the built-in model', async () => {
  const file = `public/${BUILTIN_MODEL.source.url}model.json`;
  const { spec, precision, files, weights } = parseManifest(
    file,
    JSON.parse(await readFile(file, 'utf8')),
  );
  const bytes = weights.reduce((sum, name) => sum + files[name]!.bytes, 0);
  const choice = importChoices(spec).find((each) => each.precision === precision)!;
  // The rest is the file's header and the canary.
  expect(Math.abs(choice.restBytes - bytes) / bytes).toBeLessThan(0.01);
  // all-MiniLM-L6-v2's published count, without its unused pooler (384 × 385).
  expect(parameterCount(spec)).toBe(22_713_216 - 384 * 385);
});

test.each([
  // V·d + buckets·heads + layers·(4·d·inner + 2·d·ff + 2·d) + d, and Dense: d · 768.
  ['hkunlp/instructor-base', 109_628_544 + 768 * 768],
  ['hkunlp/instructor-large', 334_939_648 + 1024 * 768],
  ['hkunlp/instructor-xl', 1_240_909_824 + 1024 * 768],
])('counts the parameters of %s', (id, parameters) => {
  expect(OFFICIAL_MODELS.find((model) => model.id === id)?.parameters).toBe(parameters);
});

test('finer precisions take more bytes', () => {
  for (const { choices } of OFFICIAL_MODELS) {
    const at = (precision: string) => choices.find((c) => c.precision === precision)!.restBytes;
    expect(at('int4')).toBeLessThan(0.75 * at('int8'));
    expect(at('int8')).toBeLessThan(0.3 * at('fp32'));
  }
});
