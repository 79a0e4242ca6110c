import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseManifest } from './format.ts';
import { largestLayerBytes, parameterCount, weightBytes } from './size.ts';

const FILE = join(import.meta.dirname, '../../public/models/facet-mini/model.json');
const { spec, files } = parseManifest(FILE, JSON.parse(readFileSync(FILE, 'utf8')));

test('the size told beforehand is that of the file, within 1 %', () => {
  const bytes = files['model.safetensors']!.bytes;
  expect(Math.abs(weightBytes(spec, 'int8') / bytes - 1)).toBeLessThan(0.01);
});

test('parameters are those of all-MiniLM-L6-v2 without its pooler', () => {
  // The model's card says 22,713,216 with the pooler, a layer of 384 × 384 and its bias.
  expect(parameterCount(spec)).toBe(22_713_216 - 384 * 385);
});

test('the largest layer is counted without the embedding table', () => {
  // Four projections of 384 × 384 and two of 384 × 1,536 with their biases, and two LayerNorms.
  const layer = 4 * (384 * 384 + 384) + (1536 * 384 + 1536) + (384 * 1536 + 384) + 4 * 384;
  expect(largestLayerBytes(spec)).toBe(4 * layer);
});
