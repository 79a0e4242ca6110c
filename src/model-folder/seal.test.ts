import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../checkpoint/source.ts';
import { BUILTIN_MODEL } from './builtin.ts';
import { encodeManifest, parseManifest } from './format.ts';
import { checkDigest, sealManifest } from './seal.ts';
import { readManifest } from './verify.ts';

const FILE = join(import.meta.dirname, '../../public/models/facet-mini/model.json');
const BUILTIN: Record<string, unknown> = JSON.parse(readFileSync(FILE, 'utf8'));

const read = (json: unknown, indent = 0) =>
  readManifest(
    memorySource('model.json', new TextEncoder().encode(JSON.stringify(json, null, indent))),
  );

test('the built-in model has the digest that the page knows', async () => {
  expect((await read(BUILTIN)).digest).toBe(BUILTIN_MODEL.source.digest);
});

test('white space and the order of fields do not count', async () => {
  const turned = Object.fromEntries(Object.entries(BUILTIN).reverse());
  expect(await read(turned, 4)).toEqual(await read(BUILTIN));
});

describe('a manifest is refused with', () => {
  const spec = BUILTIN.spec as Record<string, unknown>;
  const files = BUILTIN.files as Record<string, Record<string, unknown>>;
  test.each<[string, Record<string, unknown>]>([
    ['normalize off', { spec: { ...spec, normalize: false } }],
    ['another activation', { spec: { ...spec, activation: 'gelu_new' } }],
    ['swapped head sizes', { spec: { ...spec, heads: 32, headSize: 12 } }],
    [
      're-signed weights',
      {
        files: {
          ...files,
          'model.safetensors': { ...files['model.safetensors'], sha256: '0'.repeat(64) },
        },
      },
    ],
    ['another canary', { canaryPairs: [['', 'a']] }],
    ['a longer limit', { spec: { ...spec, maxSeqLength: 512 } }],
    ['another name', { name: 'facet-max' }],
  ])('%s', async (_, changed) => {
    await expect(read({ ...BUILTIN, ...changed })).rejects.toThrow(
      /model.json: was changed after it was written/,
    );
  });

  test('no digest, in the version that has one', async () => {
    const { digest: _, ...without } = BUILTIN;
    await expect(read(without)).rejects.toThrow(/"digest" is missing/);
  });
});

test('one that was signed anew is another than the page knows', async () => {
  const manifest = parseManifest('model.json', BUILTIN);
  const spec = { ...manifest.spec, normalize: false };
  const { text } = await sealManifest({ ...manifest, spec });
  const { digest } = await read(JSON.parse(text));
  expect(() =>
    checkDigest('model.json', digest, BUILTIN_MODEL.source.digest, 'fetch it again'),
  ).toThrow(/is of another model than it should be .*fetch it again/);
});

test('a folder of an earlier Facet is read, and has no digest', async () => {
  const before = JSON.parse(encodeManifest(parseManifest('model.json', BUILTIN)));
  expect(before.version).toBe(2);
  expect(await read(before)).toEqual({ ...(await read(BUILTIN)), digest: null });
  expect(() => checkDigest('a', null, 'b', 'import it again')).toThrow(/its digest is missing/);
});
