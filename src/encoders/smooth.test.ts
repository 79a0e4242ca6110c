/** Smoothing, judged by what the graphs compute: in fp32 nothing changes, in int8 outliers cost less. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GOLDENS } from '../../testing/goldens.ts';
import { CALIBRATION_PAIRS, CANARY_PAIRS } from '../convert/calibration.ts';
import { StageSession } from '../convert/stage-session.ts';
import { padBatch } from '../engine/batch.ts';
import { GraphSession } from '../engine/runner.ts';
import { PairTokeniser } from '../engine/tokenise.ts';
import { nodeFolder } from '../node/folder.ts';
import { nodeOrt } from '../node/ort.ts';
import { buildGraph } from './build.ts';
import { embeddingTable, groupTensors, tensorGroups } from './canonical.ts';
import type { EncoderSpec } from './families/index.ts';
import type { OnnxGraph } from './onnx.ts';
import { type Checkpoint, openCheckpoint } from './open-checkpoint.ts';
import { type Precision, storedTensors } from './quantise.ts';
import { smoothLayer } from './smooth.ts';
import type { CanonicalTensor, ModelTensors } from './tensors.ts';

const ort = nodeOrt();

interface Opened {
  readonly spec: EncoderSpec;
  readonly tokeniser: PairTokeniser;
  readonly tensors: readonly CanonicalTensor[];
}

async function open(name: string): Promise<Opened> {
  const checkpoint: Checkpoint = await openCheckpoint(nodeFolder(join(GOLDENS, name, 'model')));
  const { spec, input, tokenizerJson, tokenizerConfig } = checkpoint;
  const groups = tensorGroups(spec).map((group) => groupTensors(spec, checkpoint, group));
  const table = embeddingTable(spec, checkpoint);
  const { name: tableName, shape } = table;
  const values = await table.rows({ start: 0, end: spec.vocabSize });
  const tensors: CanonicalTensor[] = [
    { name: tableName, role: 'table', shape, values },
    ...(await Promise.all(groups)).flat(),
  ];
  const tokeniser = new PairTokeniser(tokenizerJson, tokenizerConfig, {
    maxSeqLength: spec.maxSeqLength,
    vocabSize: spec.vocabSize,
    rules: input,
  });
  return { spec, tokeniser, tensors };
}

function stored(tensors: readonly CanonicalTensor[], precision: Precision): ModelTensors {
  return new Map(tensors.flatMap((tensor) => storedTensors(tensor, precision)));
}

async function withSession<T>(
  spec: EncoderSpec,
  graph: OnnxGraph,
  use: (session: GraphSession) => Promise<T>,
): Promise<T> {
  const session = await GraphSession.create(ort, spec, graph, 'wasm');
  try {
    return await use(session);
  } finally {
    await session.release();
  }
}

/** The tensors of one group, of a copy: smoothing changes what it is given. */
function groupOf({ tensors }: Opened, group: string): CanonicalTensor[] {
  const isLayer = group.startsWith('layers.');
  return structuredClone(
    tensors.filter(({ name }) =>
      isLayer
        ? name.startsWith(`${group}.`)
        : /^(embed\.|relative_bias)/.test(name) === (group === 'embed') &&
          !name.startsWith('layers.'),
    ),
  );
}

async function smoothCopy(opened: Opened): Promise<CanonicalTensor[]> {
  const { spec, tokeniser, tensors } = opened;
  const result: CanonicalTensor[] = [];
  const texts = CALIBRATION_PAIRS.map((pair) => tokeniser.tokenise(pair));
  let states: (Float32Array | null)[] = texts.map(() => null);
  for (const group of tensorGroups(spec)) {
    const own = groupOf(opened, group);
    if (group === 'head') return [...result, ...own];
    const shared = tensors.filter(({ name }) => name === 'relative_bias');
    const weights = stored([...own, ...shared], 'fp32');
    const session = await StageSession.create(ort, spec, group, weights, group !== 'embed');
    const after: Float32Array[] = [];
    for (const [i, text] of texts.entries()) after.push(await session.run(text, states[i]!));
    await session.release();
    states = after;
    result.push(...(group === 'embed' ? own : smoothLayer(spec, group, own, session.maxima)));
  }
  return result;
}

/** The canary pairs' vectors by tensors stored at a precision. */
function vectorsOf(
  { spec, tokeniser }: Opened,
  tensors: readonly CanonicalTensor[],
  precision: Precision,
): Promise<Float32Array[]> {
  const graph = buildGraph(spec, stored(tensors, precision), 'wasm');
  return withSession(spec, graph, async (session) => {
    const vectors: Float32Array[] = [];
    for (const pair of CANARY_PAIRS) {
      vectors.push(await session.run(padBatch([tokeniser.tokenise(pair)])));
    }
    return vectors;
  });
}

/**
 * Squared error relative to how far the expected vectors lie from their mean: an outlier channel that
 * all of them share must not hide, as it would in a cosine, that the others are wrong.
 */
function relativeError(
  vectors: readonly Float32Array[],
  expected: readonly Float32Array[],
): number {
  let error = 0;
  let spread = 0;
  for (const [i, vector] of vectors.entries()) {
    for (const [j, value] of vector.entries()) {
      const mean = expected.reduce((sum, other) => sum + other[j]!, 0) / expected.length;
      error += (value - expected[i]![j]!) ** 2;
      spread += (expected[i]![j]! - mean) ** 2;
    }
  }
  expect(spread).toBeGreaterThan(0);
  return error / spread;
}

const OUTLIER = 3;
const OUTLIER_SCALE = 30;

/**
 * The checkpoint with one channel far above the others in what the norms give to the smoothed
 * matrices, whose rows of that channel are as much smaller. T5's function stays the same by that;
 * BERT's does not, for its norms feed the residual
 * stream too: it is compared with its own fp32 vectors.
 */
function withOutlier({ spec, tensors, tokeniser }: Opened): Opened {
  const changed = structuredClone(tensors) as CanonicalTensor[];
  const grown = /^(embed\.norm|layers\.\d+\.(attention|ffn)_norm)\.(weight|bias)$/;
  for (const { name, shape, values } of changed) {
    if (grown.test(name)) values[OUTLIER]! *= OUTLIER_SCALE;
    if (/\.(qkv|ffn_in)$/.test(name)) {
      const columns = shape[1]!;
      for (let i = 0; i < columns; i++) values[OUTLIER * columns + i]! /= OUTLIER_SCALE;
    }
  }
  return { spec, tensors: changed, tokeniser };
}

describe.each<[name: string, stored: readonly string[]]>([
  ['t5-bin', []],
  ['t5-gated', []],
  ['bert-safetensors', ['qkv.smoothing', 'ffn_in.smoothing']],
])('%s', (name, stored) => {
  test('the fp32 vectors stay as they are, though the matrices do not', async () => {
    const opened = await open(name);
    const smooth = await smoothCopy(opened);
    const before = new Map(opened.tensors.map((tensor) => [tensor.name, tensor]));
    for (const matrix of smooth.filter((tensor) => /\.(qkv|ffn_in)$/.test(tensor.name))) {
      expect(matrix.values).not.toEqual(before.get(matrix.name)!.values);
    }
    const added = smooth.filter((tensor) => !before.has(tensor.name));
    expect(added.map((tensor) => tensor.name)).toEqual(
      Array.from({ length: opened.spec.layers }, (_, layer) =>
        stored.map((part) => `layers.${layer}.${part}`),
      ).flat(),
    );
    expect(smooth.length - added.length).toBe(opened.tensors.length);

    const expected = await vectorsOf(opened, opened.tensors, 'fp32');
    const vectors = await vectorsOf(opened, smooth, 'fp32');
    for (const [i, vector] of vectors.entries()) {
      const length = Math.hypot(...expected[i]!);
      expect(length).toBeGreaterThan(0);
      const differences = vector.map((value, j) => Math.abs(value - expected[i]![j]!) / length);
      expect(Math.max(...differences)).toBeLessThan(1e-5);
    }
  });

  test('with an outlier channel, the int8 vectors are nearer to fp32 than without', async () => {
    const opened = withOutlier(await open(name));
    const expected = await vectorsOf(opened, opened.tensors, 'fp32');
    const plain = relativeError(await vectorsOf(opened, opened.tensors, 'int8'), expected);
    const smooth = relativeError(
      await vectorsOf(opened, await smoothCopy(opened), 'int8'),
      expected,
    );
    // The outlier costs something, and smoothing wins most of it back.
    expect(plain).toBeGreaterThan(1e-3);
    expect(smooth).toBeLessThan(plain / 4);
  });
});
