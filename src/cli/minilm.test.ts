/**
 * A second witness: real checkpoints as sentence-transformers and InstructorEmbedding compute them.
 * Compares facet-mini in fp32 with the built-in int8 model and, if it has been fetched,
 * all-MiniLM-L6-v2 with itself.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cosine, maxDifference, readGolden } from '../../testing/goldens.ts';
import type { Precision } from '../encoders/quantise.ts';
import { BUILTIN_MODEL } from '../model-folder/builtin.ts';
import { startNodeEngine } from '../node/engine.ts';
import { readModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';

const ROOT = join(import.meta.dirname, '../..');
const BUILTIN = join(ROOT, 'public', BUILTIN_MODEL.source.url);
const CHECKPOINT = join(ROOT, '.cache/minilm');

async function compare(folder: string, precision: Precision, golden: string) {
  const { rows } = readGolden(golden);
  expect(rows.length).toBeGreaterThanOrEqual(80);
  const ort = nodeOrt();
  const model = await readModelFolder(folder, ort, { precision });
  expect(model.precision).toBe(precision);
  const engine = await startNodeEngine(model, ort);
  const { vectors, dim, tokens, masked, truncated } = await engine.encode(rows.map((r) => r.pair));
  engine.close();
  expect(Array.from(tokens)).toEqual(rows.map((row) => row.tokens));
  expect(Array.from(masked)).toEqual(rows.map((row) => row.masked));
  expect(Array.from(truncated, Boolean)).toEqual(rows.map((row) => row.truncated));
  const actual = rows.map((_, i) => vectors.subarray(i * dim, (i + 1) * dim));
  const cosines = rows.map((row, i) => cosine(actual[i]!, row.vector));
  const mean = cosines.reduce((sum, value) => sum + value, 0) / cosines.length;
  // Math.min returns NaN if any value is NaN, which fails every bound below.
  const worst = Math.min(...cosines);
  const difference = Math.max(...rows.map((row, i) => maxDifference(actual[i]!, row.vector)));
  console.info(
    `${golden} ${precision}: ${rows.length} pairs, mean cosine ${mean.toFixed(6)}, worst ${worst.toFixed(6)}, max|Δ| ${difference.toExponential(1)}`,
  );
  return { mean, worst, difference };
}

test('the built-in int8 model is close to sentence-transformers', async () => {
  const { mean, worst } = await compare(BUILTIN, 'int8', 'facet-mini');
  expect(mean).toBeGreaterThanOrEqual(0.998);
  expect(worst).toBeGreaterThanOrEqual(0.99);
});

test('the checkpoint in fp32 equals sentence-transformers', async (context) => {
  context.skip(!existsSync(CHECKPOINT), 'no .cache/minilm; training/reference fetches it');
  const { worst, difference } = await compare(CHECKPOINT, 'fp32', 'minilm');
  expect(worst).toBeGreaterThanOrEqual(0.99999);
  expect(difference).toBeLessThanOrEqual(2e-5);
});
