import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeSyntheticCheckpoint } from '../../testing/synthetic/folder.ts';
import { buildGraph } from '../encoders/build.ts';
import { openCheckpoint } from '../encoders/open-checkpoint.ts';
import { GraphSession } from '../engine/runner.ts';
import { selfCheck } from '../engine/self-check.ts';
import { PairTokeniser } from '../engine/tokenise.ts';
import { nodeFolder } from '../node/folder.ts';
import { nodeOrt } from '../node/ort.ts';
import { convertInMemory } from './convert.ts';

const folder = mkdtempSync(join(tmpdir(), 'facet-threads-'));
afterAll(() => rmSync(folder, { recursive: true }));

// Sixteen layers of random weights: they make of a last digit a thousandth.
test.each(['fp32', 'int8'] as const)(
  'a deep model that was converted on several threads computes its own vectors again, to the bit: %s',
  async (precision) => {
    const options = { size: 'tiny', layers: 16, container: 'bin', dtype: 'fp32', seed: 7 } as const;
    await writeSyntheticCheckpoint(folder, options);
    const ort = nodeOrt(2);
    const checkpoint = await openCheckpoint(nodeFolder(folder));
    const model = await convertInMemory(checkpoint, ort, { name: 'deep', precision });
    const { spec, tensors, tokenizerJson, tokenizerConfig, input } = model;
    const session = await GraphSession.create(ort, spec, buildGraph(spec, tensors, 'wasm'), 'wasm');
    const { maxSeqLength, vocabSize } = spec;
    const limits = { maxSeqLength, vocabSize, rules: input };
    const tokeniser = new PairTokeniser(tokenizerJson, tokenizerConfig, limits);
    const runner = {
      run: (batch: Parameters<typeof session.run>[0]) => session.run(batch),
      close() {},
    };
    const { difference } = await selfCheck(runner, model, tokeniser, 'wasm');
    expect(difference).toBe(0);
    await session.release();
  },
);
