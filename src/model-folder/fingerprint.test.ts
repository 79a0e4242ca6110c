import { expect, test } from 'vitest';
import { GOLDENS } from '../../testing/goldens.ts';
import { readModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';
import { fingerprintOf, fingerprintOfMemory } from './fingerprint.ts';

const read = () =>
  readModelFolder(`${GOLDENS}/t5-no-dense/model`, nodeOrt(), { precision: 'int8' });

test('the same model has the same fingerprint; another tokenizer, limit or precision another', async () => {
  const model = await read();
  const others = [
    { ...model, tokenizerConfig: { ...model.tokenizerConfig, added: true } },
    { ...model, tokenizerJson: { ...model.tokenizerJson, added: true } },
    { ...model, precision: 'fp32' as const },
    { ...model, spec: { ...model.spec, maxSeqLength: model.spec.maxSeqLength - 1 } },
  ];
  const found = await Promise.all([model, ...others].map(fingerprintOfMemory));
  expect(new Set(found).size).toBe(found.length);
  expect(await fingerprintOfMemory(await read())).toBe(found[0]);
  expect(found[0]).toMatch(/^[0-9a-f]{64}$/);
});

test('every file counts', async () => {
  const model = await read();
  const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string];
  const found = [[a, b], [a, c], [b, a], [a]].map((sums) => fingerprintOf(sums, model));
  expect(new Set(await Promise.all(found)).size).toBe(4);
});
