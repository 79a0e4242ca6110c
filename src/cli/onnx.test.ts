/** Models whose encoder is an ONNX file: compares their vectors with the published package's, in fp32 on WASM. */
import { expect, test } from 'vitest';
import { cosine, maxDifference, readGolden } from '../../testing/goldens.ts';
import { ONNX_GOLDENS, onnxGoldenFolder } from '../../testing/onnx-golden-folder.ts';
import { startNodeEngine } from '../node/engine.ts';
import { readModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';

/** Worst-case cosines by dtype: a quantised ONNX file has lost precision, and these are small and random. */
const COSINE = { fp32: 0.999999, fp16: 0.999995, q8: 0.998 } as const;

test.each(ONNX_GOLDENS)('$file', async (golden) => {
  const kind = /(fp16|q8)\.onnx$/.exec(golden.file)?.[1] ?? 'fp32';
  const { rows } = readGolden(golden.from);
  const ort = nodeOrt();
  const model = await readModelFolder(onnxGoldenFolder(golden), ort, { precision: 'fp32' });
  const engine = await startNodeEngine(model, ort);
  const { vectors, dim } = await engine.encode(rows.map(({ pair }) => pair));
  engine.close();
  const cosines: number[] = [];
  const differences: number[] = [];
  for (const [i, { vector }] of rows.entries()) {
    const length = Math.hypot(...vector);
    if (length === 0) continue;
    const own = vectors.subarray(i * dim, (i + 1) * dim);
    cosines.push(cosine(own, vector));
    differences.push(maxDifference(own, vector) / length);
  }
  const worst = { cosine: Math.min(...cosines), difference: Math.max(...differences) };
  console.info(
    `${golden.file}: ${cosines.length} pairs, worst cosine ${worst.cosine.toFixed(7)}, max|Δ| ${worst.difference.toExponential(1)}`,
  );
  expect(cosines.length).toBeGreaterThan(200);
  expect(worst.cosine).toBeGreaterThanOrEqual(COSINE[kind as keyof typeof COSINE]);
  if (kind === 'fp32') expect(worst.difference).toBeLessThanOrEqual(2e-5);
  // The loss must show, or the whole checkpoint's weights were read by mistake.
  else expect(worst.difference).toBeGreaterThan(2e-5);
});
