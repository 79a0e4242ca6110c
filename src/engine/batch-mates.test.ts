/** A text's vector must not depend on what else is in the call: alone, in any order, in any batch. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GOLDENS, maxDifference, readGolden } from '../../testing/goldens.ts';
import { startNodeEngine } from '../node/engine.ts';
import { readModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';

describe.each(['t5-no-dense', 'bert-safetensors'])('%s', (name) => {
  test.each([
    ['fp32', 1e-6],
    ['int8', 0],
  ] as const)('%s: alone and in company within %f', async (precision, tolerance) => {
    const ort = nodeOrt();
    const model = await readModelFolder(join(GOLDENS, name, 'model'), ort, { precision });
    const engine = await startNodeEngine(model, ort);
    const pairs = readGolden(name).rows.map((row) => row.pair);
    const { dim, vectors, tokens } = await engine.encode(pairs);
    const rowOf = (values: Float32Array, index: number) =>
      values.subarray(index * dim, (index + 1) * dim);

    const chosen = pairs.map((_, i) => i).filter((i) => i % 4 === 0);
    // The comparison means nothing unless texts share batches: most lengths occur more than once.
    const shared = chosen.filter((i) => tokens.filter((n) => n === tokens[i]).length > 1);
    expect(shared.length).toBeGreaterThan(chosen.length / 2);

    const few = await engine.encode(chosen.map((i) => pairs[i]!).reverse());
    let largest = 0;
    for (const [place, index] of chosen.entries()) {
      const alone = (await engine.encode([pairs[index]!])).vectors;
      const inFew = rowOf(few.vectors, chosen.length - 1 - place);
      largest = Math.max(
        largest,
        maxDifference(alone, rowOf(vectors, index)),
        maxDifference(alone, inFew),
      );
    }
    engine.close();
    expect(largest).toBeLessThanOrEqual(tolerance);
  });
});
