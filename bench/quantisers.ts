/**
 * `npm run bench -- quantisers [FOLDER]`: compares ways to quantise a checkpoint (default MiniLM-L6): bits per
 * weight, and the cosine of its vectors with those of the same checkpoint in fp32. 8 bits run on the page's
 * own WASM kernels with quantised activations; 4 bits with fp32 activations, as on both devices.
 */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { commandLine } from '../src/cli/command.ts';
import { CALIBRATION_PAIRS, CANARY_PAIRS } from '../src/convert/calibration.ts';
import { rowsOf, StageSession, usedVocabulary } from '../src/convert/stage-session.ts';
import { buildGraph } from '../src/encoders/build.ts';
import { embeddingTable, groupTensors, tensorGroups } from '../src/encoders/canonical.ts';
import { openCheckpoint } from '../src/encoders/open-checkpoint.ts';
import { dequantised, type Precision, storedTensors } from '../src/encoders/quantise.ts';
import { BLOCK_SIZE } from '../src/encoders/quantise-blocks.ts';
import { type ActivationMaxima, smoothLayer } from '../src/encoders/smooth.ts';
import { bytesOf, type CanonicalTensor, type ModelTensor } from '../src/encoders/tensors.ts';
import { padBatch } from '../src/engine/batch.ts';
import { GraphSession } from '../src/engine/runner.ts';
import { agreement } from '../src/engine/self-check.ts';
import { PairTokeniser } from '../src/engine/tokenise.ts';
import type { Pair } from '../src/engine/types.ts';
import { nodeFolder } from '../src/node/folder.ts';
import { nodeOrt } from '../src/node/ort.ts';
import { benchmarkSentences } from './sentences.ts';

const COUNT = 60;
const ROOT = join(import.meta.dirname, '..');
const FOLDER = commandLine({
  usage: 'usage: npm run bench -- quantisers [<sentence-transformers folder>]',
  positionals: ['the folder'],
  optional: 1,
  options: {},
  read: (_, [folder]) => resolve(folder ?? join(ROOT, '.cache/minilm')),
});
if (!existsSync(FOLDER)) {
  process.stderr.write(
    `${FOLDER} is missing; python3 training/reference/fetch_minilm.py fetches MiniLM-L6\n`,
  );
  process.exit(1);
}

const ort = nodeOrt();
const checkpoint = await openCheckpoint(nodeFolder(FOLDER));
const { spec, input } = checkpoint;
const tokeniser = new PairTokeniser(checkpoint.tokenizerJson, checkpoint.tokenizerConfig, {
  maxSeqLength: spec.maxSeqLength,
  vocabSize: spec.vocabSize,
  rules: input,
});
const { texts, source } = benchmarkSentences(COUNT);
const pairs: readonly Pair[] = [
  ...CANARY_PAIRS,
  ...texts.map((text, i): Pair => [i % 2 === 0 ? '' : 'Represent the sentence: ', text]),
];
const batches = pairs.map((pair) => padBatch([tokeniser.tokenise(pair)]));

type Quantise = (tensor: CanonicalTensor) => [string, ModelTensor][];

interface Way {
  readonly name: string;
  readonly smooth: boolean;
  readonly quantise: Quantise;
  /** Quantiser that counts the stored bits, if `quantise` returns the equivalent fp32. */
  readonly stored?: Quantise;
}

const at =
  (precision: Precision): Quantise =>
  (tensor) =>
    storedTensors(tensor, precision);
const isMatrix = ({ role }: CanonicalTensor) => role === 'matrix';

/** The shipped 4 bits, but one matrix in 8 bits where `finer` says so. */
const mixed =
  (finer: RegExp): Quantise =>
  (tensor) =>
    storedTensors(tensor, finer.test(tensor.name) ? 'int8' : 'int4');

const ends = new RegExp(`^layers\\.(0|${spec.layers - 1})\\.`);
const WAYS: readonly Way[] = [
  { name: 'int8, round to nearest', smooth: false, quantise: at('int8') },
  { name: 'int8, smoothed (as shipped)', smooth: true, quantise: at('int8') },
  { name: 'int8, smoothed, scales of least error', smooth: true, quantise: leastError },
  { name: 'int4, round to nearest', smooth: false, quantise: nearest4, stored: at('int4') },
  { name: 'int4, scales of least error', smooth: false, quantise: at('int4') },
  { name: 'int4, smoothed, least error (as shipped)', smooth: true, quantise: at('int4') },
  { name: 'the same, first and last layer int8', smooth: true, quantise: mixed(ends) },
  { name: 'the same, ffn_out int8', smooth: true, quantise: mixed(/\.ffn_out$/) },
  { name: 'the same, attention int8', smooth: true, quantise: mixed(/\.(qkv|attention_out)$/) },
];

const plain: CanonicalTensor[] = [];
const smooth: CanonicalTensor[] = [];
for (const [group, tensors, maxima] of await calibrated()) {
  plain.push(...tensors);
  const copy = structuredClone(tensors) as CanonicalTensor[];
  smooth.push(...(maxima === null ? copy : smoothLayer(spec, group, copy, maxima)));
}
const reference = await vectorsOf(plain.flatMap(at('fp32')));
process.stdout.write(
  `${basename(FOLDER)}: ${spec.family}, ${spec.layers} layers of ${spec.hiddenSize}; ${pairs.length} texts (${source})\n`,
);
process.stdout.write(`${'quantiser'.padEnd(44)}bits per weight   mean cosine   worst\n`);
for (const { name, smooth: smoothed, quantise, stored } of WAYS) {
  const tensors = (smoothed ? smooth : plain).flatMap(quantise);
  const vectors = await vectorsOf(name.startsWith('int8,') ? tensors : exact(tensors));
  const cosines = vectors.map((vector, i) => agreement(vector, reference[i]!));
  const mean = cosines.reduce((sum, value) => sum + value, 0) / cosines.length;
  const bits = bitsOf(stored === undefined ? tensors : plain.flatMap(stored)).toFixed(2);
  process.stdout.write(
    `${name.padEnd(44)} ${bits.padStart(13)}   ${mean.toFixed(6).padStart(11)}   ${Math.min(...cosines).toFixed(6)}\n`,
  );
}

/** Tensors of each group, with the largest inputs of a layer's matrices, as a conversion finds them. */
async function calibrated(): Promise<[string, CanonicalTensor[], ActivationMaxima | null][]> {
  const found: [string, CanonicalTensor[], ActivationMaxima | null][] = [];
  const vocabulary = usedVocabulary(CALIBRATION_PAIRS.map((pair) => tokeniser.tokenise(pair)));
  let states: (Float32Array | null)[] = vocabulary.texts.map(() => null);
  let shared: [string, ModelTensor][] = [];
  for (const group of tensorGroups(spec)) {
    const tensors = await groupTensors(spec, checkpoint, group);
    if (group === 'embed') {
      const { name, shape, rows } = embeddingTable(spec, checkpoint);
      const values = await rows({ start: 0, end: spec.vocabSize });
      tensors.unshift({ name, role: 'table', shape, values });
    }
    if (group === 'head') return [...found, [group, tensors, null]];
    const own = new Map(tensors.flatMap(at('fp32')));
    const first = group === 'embed';
    if (first) shared = [...own].filter(([name]) => name === 'relative_bias');
    const weights = new Map([...own, ...shared]);
    if (first) weights.set('embed.tokens', rowsOf(weights.get('embed.tokens')!, vocabulary.ids));
    const session = await StageSession.create(ort, spec, group, weights, !first);
    const after: Float32Array[] = [];
    for (const [i, text] of vocabulary.texts.entries()) {
      after.push(await session.run(text, states[i]!));
    }
    await session.release();
    states = after;
    found.push([group, tensors, first ? null : session.maxima]);
  }
  return found;
}

async function vectorsOf(tensors: readonly [string, ModelTensor][]): Promise<Float32Array[]> {
  const session = await GraphSession.create(
    ort,
    spec,
    buildGraph(spec, new Map(tensors), 'wasm'),
    'wasm',
  );
  const vectors: Float32Array[] = [];
  for (const batch of batches) vectors.push(await session.run(batch));
  await session.release();
  return vectors;
}

function exact(tensors: readonly [string, ModelTensor][]): [string, ModelTensor][] {
  return [...dequantised(new Map(tensors))];
}

/** Bits per weight of layer matrices, scales included. */
function bitsOf(tensors: readonly [string, ModelTensor][]): number {
  let bytes = 0;
  for (const [name, { data }] of tensors) {
    if (/\.(qkv|attention_out|ffn_in|ffn_out)(\.scale)?$/.test(name)) bytes += data.byteLength;
  }
  const weights = plain.filter(isMatrix).reduce((sum, { values }) => sum + values.length, 0);
  return (8 * bytes) / weights;
}

/** 8 bits with the step of least squared error per column: a finer step clips its largest weights. */
function leastError(tensor: CanonicalTensor): [string, ModelTensor][] {
  if (!isMatrix(tensor)) return at('int8')(tensor);
  const { name, shape, values } = tensor;
  const [rows, columns] = shape as [number, number];
  const data = new Int8Array(values.length);
  const scale = new Float32Array(columns);
  for (let column = 0; column < columns; column++) {
    let largest = 0;
    for (let i = column; i < values.length; i += columns) {
      largest = Math.max(largest, Math.abs(values[i]!));
    }
    let least = Number.POSITIVE_INFINITY;
    for (const fraction of [1, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6]) {
      const step = largest === 0 ? 1 : (largest / 127) * fraction;
      let error = 0;
      for (let row = 0; row < rows; row++) {
        const value = values[row * columns + column]!;
        error += (value - clip(value / step, 127) * step) ** 2;
      }
      if (error < least) [least, scale[column]] = [error, step];
    }
    for (let i = column; i < values.length; i += columns) {
      data[i] = clip(values[i]! / scale[column]!, 127);
    }
  }
  return [
    [name, { dtype: 'I8', shape, data: bytesOf(data) }],
    [`${name}.scale`, { dtype: 'F32', shape: [columns], data: bytesOf(scale) }],
  ];
}

/** 4 bits without a search: each block's step maps its largest magnitude to 7. Returns the equivalent fp32. */
function nearest4(tensor: CanonicalTensor): [string, ModelTensor][] {
  if (!isMatrix(tensor)) return at('int4')(tensor);
  const { name, shape, values } = tensor;
  const [, columns] = shape as [number, number];
  const rounded = new Float32Array(values.length);
  const height = BLOCK_SIZE * columns;
  for (let top = 0; top < values.length; top += height) {
    for (let column = 0; column < columns; column++) {
      const places = Array.from({ length: BLOCK_SIZE }, (_, i) => top + i * columns + column);
      const step = Math.max(...places.map((i) => Math.abs(values[i]!))) / 7 || 1;
      for (const i of places) rounded[i] = clip(values[i]! / step, 7) * step;
    }
  }
  return [[name, { dtype: 'F32', shape, data: bytesOf(rounded) }]];
}

function clip(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, Math.round(value)));
}
