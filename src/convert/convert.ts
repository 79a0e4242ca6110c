/**
 * Converts a checkpoint to a model, a group of tensors at a time (canonical.ts): reads, calibrates, smooths, quantises
 * and hands it on. A few texts go through the layers as these are read, in fp32, so that calibration and canary need no
 * more memory than one layer. The page's import worker and `npm run model` run the same code.
 */

import { embeddingTable, groupTensors, tensorGroups } from '../encoders/canonical.ts';
import { type EncoderSpec, familyOf } from '../encoders/families/index.ts';
import type { Checkpoint } from '../encoders/open-checkpoint.ts';
import { type Precision, storedTensors } from '../encoders/quantise.ts';
import { release } from '../encoders/release.ts';
import { type ActivationMaxima, smoothLayer } from '../encoders/smooth.ts';
import type { CanonicalTensor, ModelTensor, ModelTensors } from '../encoders/tensors.ts';
import type { OrtRuntime } from '../engine/runner.ts';
import { PairTokeniser, type TokenisedPair } from '../engine/tokenise.ts';
import { giveTurn } from '../lib/turns.ts';
import type { Canary, Model } from '../model-folder/format.ts';
import type { Passage } from '../model-folder/passage.ts';
import { CALIBRATION_PAIRS, CANARY_PAIRS } from './calibration.ts';
import { canaryOf, type States } from './canary.ts';
import { exactly, rowsOf, StageSession, usedVocabulary } from './stage-session.ts';
import { storeTable } from './store-table.ts';
import { tokenDoubt } from './witness.ts';

export interface ConvertOptions {
  readonly precision: Precision;
  readonly signal?: AbortSignal | undefined;
  /**
   * Takes a group's stored tensors; the last group comes with the canary, and without a passage. The group is released
   * once this has resolved.
   */
  readonly onGroup: (group: ConvertedGroup) => Promise<void>;
  /** Passage at which an earlier conversion of the same checkpoint ended. */
  readonly from?: Passage | undefined;
}

interface ConvertedGroup {
  readonly name: string;
  readonly index: number;
  readonly tensors: ModelTensors;
  /** State to resume from after this group; null after the last. */
  readonly passage: Passage | null;
  /** Canary, with the last group. */
  readonly canary: Canary | null;
}

/**
 * @param ort Loads the runtime; called when the embedding table is stored, and returns the same each time. Gives the
 * thread a turn between steps, so that a cancel or a signal is heard.
 * @throws CheckpointError for a tensor that is missing or wrong, and if the vectors are not finite or all zero; the
 * signal's reason on cancel.
 */
export async function convertCheckpoint(
  checkpoint: Checkpoint,
  ort: () => Promise<OrtRuntime>,
  { precision, signal, onGroup, from }: ConvertOptions,
): Promise<Canary> {
  const { spec } = checkpoint;
  await giveTurn(signal);
  const texts = textsOf(checkpoint, precision);
  const groups = tensorGroups(spec);
  let states: States = from ?? { source: [], stored: [], integer: [], shared: new Map() };
  const first = from?.done ?? 0;
  const read = (index: number) => groupTensors(spec, checkpoint, groups[index]!, signal);

  let next = read(first);
  for (let index = first; ; index++) {
    const name = groups[index]!;
    const tensors = await next;
    signal?.throwIfAborted();
    // The next group is read while this one is converted.
    const last = index === groups.length - 1;
    if (!last) {
      next = read(index + 1);
      // It is awaited above; a failure before that must not count as unhandled.
      next.catch(() => {});
    }
    const result =
      name === 'embed'
        ? await convertEmbedding(ort, checkpoint, tensors, precision, texts, signal)
        : await convertGroup(await ort(), spec, name, tensors, precision, texts, states);
    signal?.throwIfAborted();
    ({ states } = result);
    if (last) {
      const doubt = await tokenDoubt(checkpoint, signal);
      const canary = canaryOf(checkpoint, precision, states, doubt === null);
      await onGroup({ name, index, tensors: result.tensors, passage: null, canary });
      return canary;
    }
    const passage: Passage = { done: index + 1, ...states };
    await onGroup({ name, index, tensors: result.tensors, passage, canary: null });
  }
}

/** Converts a checkpoint and keeps the model in memory. */
export async function convertInMemory(
  checkpoint: Checkpoint,
  ort: OrtRuntime,
  options: {
    readonly name: string;
    readonly precision: Precision;
    readonly signal?: AbortSignal | undefined;
    /** Fraction of the groups done, 0 to 1. */
    readonly onProgress?: (fraction: number) => void;
  },
): Promise<Model> {
  const { name, precision, signal, onProgress } = options;
  const { spec, input, tokenizerJson, tokenizerConfig } = checkpoint;
  const tensors = new Map<string, ModelTensor>();
  const count = tensorGroups(spec).length;
  const canary = await convertCheckpoint(checkpoint, async () => ort, {
    precision,
    signal,
    async onGroup(group) {
      for (const [key, tensor] of group.tensors) tensors.set(key, tensor);
      onProgress?.((group.index + 1) / count);
    },
  });
  return { name, precision, spec, input, tensors, tokenizerJson, tokenizerConfig, canary };
}

interface Texts {
  readonly canary: readonly TokenisedPair[];
  readonly calibration: readonly TokenisedPair[];
}

interface Converted {
  readonly tensors: ModelTensors;
  readonly states: States;
}

function textsOf(checkpoint: Checkpoint, precision: Precision): Texts {
  const { spec, input, tokenizerJson, tokenizerConfig } = checkpoint;
  const tokeniser = new PairTokeniser(tokenizerJson, tokenizerConfig, {
    maxSeqLength: spec.maxSeqLength,
    vocabSize: spec.vocabSize,
    rules: input,
  });
  return {
    canary: CANARY_PAIRS.map((pair) => tokeniser.tokenise(pair)),
    calibration:
      precision === 'fp32' ? [] : CALIBRATION_PAIRS.map((pair) => tokeniser.tokenise(pair)),
  };
}

/**
 * Converts the part before the first layer. Runs only the table rows that the texts need.
 * @param tensors Without the table.
 */
async function convertEmbedding(
  ort: () => Promise<OrtRuntime>,
  checkpoint: Checkpoint,
  tensors: readonly CanonicalTensor[],
  precision: Precision,
  { canary, calibration }: Texts,
  signal: AbortSignal | undefined,
): Promise<Converted> {
  const { spec } = checkpoint;
  const { ids, texts } = usedVocabulary([...canary, ...calibration]);
  const table = embeddingTable(spec, checkpoint, signal);
  const { tensors: stored, rows } = await storeTable(table, precision, ids);
  // These are small, and fp32 at every precision.
  const others = await weightsOf(tensors, 'fp32');
  const shared = pick(others, familyOf(spec).shared);
  const result = new Map([...stored, ...others]);
  const original = new Map([[table.name, rows], ...others]);
  const runtime = await ort();
  const repack = isToTheBit(precision);
  const source = (await run(runtime, spec, 'embed', original, new Map(), texts, [], { repack }))
    .states;
  if (precision === 'fp32') {
    return { tensors: result, states: { source, stored: source, integer: [], shared } };
  }
  const compact = new Map([...stored].map(([name, tensor]) => [name, rowsOf(tensor, ids)]));
  const weights = new Map([...compact, ...others]);
  const through = async (exact: boolean) => {
    const own = texts.slice(0, canary.length);
    return (await run(runtime, spec, 'embed', weights, new Map(), own, [], { exact })).states;
  };
  const states: States = {
    source,
    stored: await through(true),
    integer: precision === 'int8' ? await through(false) : [],
    shared,
  };
  return { tensors: result, states };
}

/** Converts a layer, or the part after the last. */
async function convertGroup(
  ort: OrtRuntime,
  spec: EncoderSpec,
  group: string,
  tensors: readonly CanonicalTensor[],
  precision: Precision,
  texts: Texts,
  { source, stored, integer, shared }: States,
): Promise<Converted> {
  const all = [...texts.canary, ...texts.calibration];
  const own = await weightsOf(tensors, 'fp32');
  const isLayer = group.startsWith('layers.');
  const calibrate = isLayer && precision !== 'fp32';

  const how = { calibrate, repack: isToTheBit(precision) };
  const original = await run(ort, spec, group, own, shared, all, source, how);
  if (precision === 'fp32') {
    const same = original.states;
    return { tensors: own, states: { source: same, stored: same, integer: [], shared } };
  }
  const smooth = isLayer ? smoothLayer(spec, group, tensors, original.maxima) : tensors;
  const result = await weightsOf(smooth, precision);
  releaseSource(tensors, result, shared);
  const through = (states: readonly Float32Array[], exact: boolean) =>
    run(ort, spec, group, result, shared, texts.canary, states, { exact });
  const after: States = {
    source: original.states,
    stored: (await through(stored, true)).states,
    integer: precision === 'int8' ? (await through(integer, false)).states : [],
    shared,
  };
  return { tensors: result, states: after };
}

/** Whether the self-check on WASM compares vectors in fp32 to the bit: a deep model makes a last digit large. */
const isToTheBit = (precision: Precision) => precision === 'fp32';

/**
 * Runs the texts through one group, one at a time.
 * @param exact In fp32 arithmetic over the values of `weights`, else as the WASM device computes.
 */
async function run(
  ort: OrtRuntime,
  spec: EncoderSpec,
  group: string,
  weights: ModelTensors,
  shared: ModelTensors,
  texts: readonly TokenisedPair[],
  states: readonly Float32Array[],
  { exact = true, calibrate = false, repack = false },
): Promise<{ states: Float32Array[]; maxima: ActivationMaxima }> {
  const own = exact ? await exactly(weights) : weights;
  await giveTurn();
  const session = await StageSession.create(
    ort,
    spec,
    group,
    new Map([...own, ...shared]),
    calibrate,
    repack,
  );
  const others = buffersOf(weights, shared);
  release(...[...own.values()].map(({ data }) => data).filter(({ buffer }) => !others.has(buffer)));
  try {
    const after: Float32Array[] = [];
    for (const [i, text] of texts.entries()) {
      // The canary's texts come first, and do not calibrate the model.
      if (i === CANARY_PAIRS.length) session.maxima.clear();
      after.push(await session.run(text, states[i] ?? null));
      await giveTurn();
    }
    return { states: after, maxima: session.maxima };
  } finally {
    await session.release();
  }
}

/** Releases the memory of a quantised group's tensors, except those in use: they are not read again. */
function releaseSource(
  tensors: readonly CanonicalTensor[],
  ...inUse: readonly ModelTensors[]
): void {
  const kept = buffersOf(...inUse);
  release(...tensors.map(({ values }) => values).filter(({ buffer }) => !kept.has(buffer)));
}

function buffersOf(...all: readonly ModelTensors[]): ReadonlySet<ArrayBufferLike> {
  return new Set(all.flatMap((tensors) => [...tensors.values()].map(({ data }) => data.buffer)));
}

async function weightsOf(
  tensors: readonly CanonicalTensor[],
  precision: Precision,
): Promise<ModelTensors> {
  const stored = new Map<string, ModelTensor>();
  for (const tensor of tensors) {
    for (const [name, part] of storedTensors(tensor, precision)) stored.set(name, part);
    await giveTurn();
  }
  return stored;
}

function pick(tensors: ModelTensors, names: readonly string[]): ModelTensors {
  return new Map([...tensors].filter(([name]) => names.includes(name)));
}
