/** Changes of a model's settings and weights that keep the direction of its vectors, or nearly: the self-check must see them. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildGraph } from '../encoders/build.ts';
import type { ModelTensor } from '../encoders/tensors.ts';
import type { Model } from '../model-folder/format.ts';
import { readModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';
import { GraphSession } from './runner.ts';
import { selfCheck } from './self-check.ts';
import { PairTokeniser } from './tokenise.ts';
import type { Device, SelfCheck } from './types.ts';

const ROOT = join(import.meta.dirname, '../..');
const ort = nodeOrt();

async function check(model: Model, device: Device = 'wasm'): Promise<SelfCheck> {
  const { spec, tensors, tokenizerJson, tokenizerConfig, input } = model;
  // Both graphs run on the CPU here: that of WebGPU has activations in fp32.
  const session = await GraphSession.create(ort, spec, buildGraph(spec, tensors, device), 'wasm');
  const { maxSeqLength, vocabSize } = spec;
  const limits = { maxSeqLength, vocabSize, rules: input };
  const tokeniser = new PairTokeniser(tokenizerJson, tokenizerConfig, limits);
  const runner = {
    run: (batch: Parameters<typeof session.run>[0]) => session.run(batch),
    close() {},
  };
  try {
    return await selfCheck(runner, model, tokeniser, device);
  } finally {
    await session.release();
  }
}

const withSpec = (model: Model, changed: object): Model => ({
  ...model,
  spec: { ...model.spec, ...changed } as Model['spec'],
});

/** One bit of one weight of a layer in the middle. */
function withFlippedBit(model: Model): Model {
  const tensors = new Map(model.tensors);
  const [name, tensor] = [...tensors].find(
    ([each, { dtype }]) => dtype === 'I8' && each.startsWith('layers.2.'),
  ) as [string, ModelTensor];
  const data = tensor.data.slice();
  data[0]! ^= 0x40;
  return { ...model, tensors: tensors.set(name, { ...tensor, data }) };
}

describe('the built-in model', () => {
  let model: Model;
  beforeAll(async () => {
    model = await readModelFolder(join(ROOT, 'public/models/facet-mini'), ort);
  });

  test('passes as it is, on the graph of each device', async () => {
    expect((await check(model)).difference).toBeLessThan(1e-6);
    expect((await check(model, 'webgpu')).difference).toBeLessThan(1e-6);
  });

  test.each<[string, (model: Model) => Model]>([
    ['without its normalisation', (m) => withSpec(m, { normalize: false })],
    ['with another epsilon', (m) => withSpec(m, { normEpsilon: 1e-5 })],
    ['with another activation', (m) => withSpec(m, { activation: 'gelu_new' })],
    ['with other heads of the same width', (m) => withSpec(m, { heads: 6, headSize: 64 })],
    ['with a flipped bit', withFlippedBit],
  ])('is refused %s', async (_, tampered) => {
    await expect(check(tampered(model))).rejects.toThrow(/self-check failed: canary \d/);
  });
});

test.each(['t5-gated', 'bert-safetensors'])('%s passes at each precision', async (golden) => {
  for (const precision of ['int8', 'int4', 'fp32'] as const) {
    const folder = join(ROOT, 'training/goldens', golden, 'model');
    const model = await readModelFolder(folder, ort, { precision });
    for (const device of ['wasm', 'webgpu'] as const) await check(model, device);
  }
});
