/**
 * The golden loop in Node, on ONNX Runtime's WASM kernels: compares every folder of training/goldens, in
 * fp32 and int8, with the vectors and counts of the published package. A new case is a new folder.
 */
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compareWithGolden, GOLDENS, goldenCases, readGolden } from '../../testing/goldens.ts';
import { PRECISIONS } from '../encoders/quantise.ts';
import { startNodeEngine } from '../node/engine.ts';
import { readModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';

const summaries: string[] = [];
afterAll(() => console.info(summaries.join('\n')));

describe.each(goldenCases())('%s', (name) => {
  test.each(PRECISIONS)('%s equals the published package', async (precision) => {
    const { rows, refused } = readGolden(name);
    expect(rows.length).toBeGreaterThan(200);
    const ort = nodeOrt();
    const model = await readModelFolder(join(GOLDENS, name, 'model'), ort, { precision });
    const engine = await startNodeEngine(model, ort);
    const encoded = await engine.encode([...rows.map((row) => row.pair), ...refused]);
    engine.close();

    const vectors = rows.map((_, row) =>
      encoded.vectors.subarray(row * encoded.dim, (row + 1) * encoded.dim),
    );
    const { wrong, summary } = compareWithGolden(rows, { ...encoded, vectors }, precision);
    summaries.push(`${name} ${precision}: ${summary}`);
    expect(wrong).toEqual([]);
    const unchecked = encoded.vectors.subarray(rows.length * encoded.dim);
    expect(unchecked.length).toBe(refused.length * encoded.dim);
    expect(unchecked.every(Number.isFinite)).toBe(true);
  });
});
