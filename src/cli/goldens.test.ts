/**
 * The golden loop in Node, on ONNX Runtime's WASM kernels: compares every folder of training/goldens, in
 * fp32 and int8, with the vectors and counts of the published package. A new case is a new folder.
 */
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  cosine,
  GOLDENS,
  type GoldenRow,
  goldenCases,
  maxDifference,
  readGolden,
} from '../../testing/goldens.ts';
import { PRECISIONS, type Precision } from '../encoders/quantise.ts';
import type { Encoded } from '../engine/types.ts';
import { startNodeEngine } from '../node/engine.ts';
import { readModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';

/** Tolerances by precision; the difference is relative to the row's length (1, or Dense's). */
const TOLERANCE: Record<Precision, { cosine: number; difference: number }> = {
  fp32: { cosine: 0.999999, difference: 2e-5 },
  int8: { cosine: 0.9995, difference: Number.POSITIVE_INFINITY },
  int4: { cosine: 0.94, difference: Number.POSITIVE_INFINITY },
};

const summary: string[] = [];
afterAll(() => console.info(summary.join('\n')));

describe.each(goldenCases())('%s', (name) => {
  test.each(PRECISIONS)('%s equals the published package', async (precision) => {
    const { rows, refused } = readGolden(name);
    expect(rows.length).toBeGreaterThan(200);
    const ort = nodeOrt();
    const model = await readModelFolder(join(GOLDENS, name, 'model'), ort, { precision });
    const engine = await startNodeEngine(model, ort);
    const encoded = await engine.encode([...rows.map((row) => row.pair), ...refused]);
    engine.close();

    const worst = { cosine: 1, difference: 0 };
    const wrong = rows.flatMap((row, index) => {
      const vector = encoded.vectors.subarray(index * encoded.dim, (index + 1) * encoded.dim);
      const faults = [...countFaults(row, encoded, index), ...vectorFaults(row, vector)];
      return faults.length === 0
        ? []
        : [`${index} ${JSON.stringify(row.pair).slice(0, 90)}: ${faults.join(', ')}`];
    });
    summary.push(
      `${name} ${precision}: ${rows.length} pairs, worst cosine ${worst.cosine.toFixed(7)}, max|Δ| ${worst.difference.toExponential(1)}`,
    );
    expect(wrong).toEqual([]);
    const unchecked = encoded.vectors.subarray(rows.length * encoded.dim);
    expect(unchecked.length).toBe(refused.length * encoded.dim);
    expect(unchecked.every(Number.isFinite)).toBe(true);

    function vectorFaults({ vector: expected }: GoldenRow, vector: Float32Array): string[] {
      const length = Math.hypot(...expected);
      if (length === 0) return vector.every((x) => x === 0) ? [] : ['must be a zero vector'];
      const similarity = cosine(vector, expected);
      const difference = maxDifference(vector, expected) / length;
      worst.cosine = Math.min(worst.cosine, similarity);
      worst.difference = Math.max(worst.difference, difference);
      const tolerance = TOLERANCE[precision];
      // The negations make NaN fail too.
      return [
        ...(!(similarity >= tolerance.cosine) ? [`cosine ${similarity}`] : []),
        ...(!(difference <= tolerance.difference) ? [`max|Δ| ${difference}`] : []),
      ];
    }
  });
});

function countFaults(row: GoldenRow, encoded: Encoded, index: number): string[] {
  const actual = [encoded.tokens[index], encoded.masked[index], encoded.truncated[index] === 1];
  const expected = [row.tokens, row.masked, row.truncated];
  return ['tokens', 'masked', 'truncated'].flatMap((what, i) =>
    actual[i] === expected[i] ? [] : [`${what} ${actual[i]}, not ${expected[i]}`],
  );
}
