/**
 * From a checkpoint to a model, a group of tensors at a time (canonical.ts): read, calibrate, smooth, quantise, hand
 * on. A few texts go through the layers as these are read, in fp32, so that calibration and canary need no more
 * memory than one layer. The same code runs in the page's import worker and in `npm run model`.
 */
import type { Checkpoint } from '../checkpoint/sentence-transformers.ts';
import { groupTensors, tensorGroups } from '../model/canonical.ts';
import type { Canary, Model } from '../model/format.ts';
import { dequantised, type Precision, storedTensors } from '../model/quantise.ts';
import { type ActivationMaxima, smoothLayer } from '../model/smooth.ts';
import type { EncoderSpec } from '../model/spec.ts';
import type { CanonicalTensor, ModelTensor, ModelTensors } from '../model/tensors.ts';
import { CALIBRATION_PAIRS, CANARY_PAIRS } from './calibration.ts';
import { EngineError } from './errors.ts';
import type { OrtRuntime } from './runner.ts';
import { compactVocabulary, StageSession } from './stage-session.ts';
import { PairTokeniser, type TokenisedPair } from './tokenise.ts';

/** Hidden states of the texts that run along, after some group. What a conversion needs to go on from there. */
export interface Passage {
  /** The groups that are done. */
  readonly done: number;
  /** By the source's weights: the canary's texts, then the calibration's. Float32Array [tokens × d_model] each. */
  readonly source: readonly Float32Array[];
  /** By the stored weights: the canary's texts. */
  readonly stored: readonly Float32Array[];
  /** Tensors of an earlier group that later ones read (T5's relative bias). */
  readonly shared: ModelTensors;
}

export interface ConvertOptions {
  readonly precision: Precision;
  readonly signal?: AbortSignal | undefined;
  /**
   * Takes a group's stored tensors; the last group comes with the canary, and without a passage. Nothing is kept of a
   * group once this has resolved.
   */
  readonly onGroup: (group: ConvertedGroup) => Promise<void>;
  /** Where an earlier conversion of the same checkpoint ended. */
  readonly from?: Passage | undefined;
}

export interface ConvertedGroup {
  readonly name: string;
  readonly index: number;
  readonly tensors: ModelTensors;
  /** Where to go on after this group; null after the last. */
  readonly passage: Passage | null;
  /** With the last group. */
  readonly canary: Canary | null;
}

/**
 * How near the stored weights' canary vectors must be to the source's. A quantiser that fails is far below: a
 * vector of another text has about 0.7.
 */
const MIN_COSINE: Readonly<Record<Precision, number>> = { fp32: 0.99999, int8: 0.98, int4: 0.9 };

/**
 * @throws CheckpointError for a tensor that is missing or wrong; EngineError if the vectors are not finite or
 *   the quantised model does not give the source's; the signal's reason on cancel.
 */
export async function convertCheckpoint(
  checkpoint: Checkpoint,
  ort: OrtRuntime,
  { precision, signal, onGroup, from }: ConvertOptions,
): Promise<Canary> {
  const { spec } = checkpoint;
  const texts = textsOf(checkpoint, precision);
  const groups = tensorGroups(spec);
  let { source, stored, shared } = from ?? { source: [], stored: [], shared: new Map() };
  const first = from?.done ?? 0;
  const read = (index: number) => groupTensors(spec, checkpoint, groups[index]!, signal);

  let next = read(first);
  for (let index = first; ; index++) {
    const name = groups[index]!;
    const tensors = await next;
    signal?.throwIfAborted();
    // The next group is on its way while this one is worked on.
    const last = index === groups.length - 1;
    if (!last) {
      next = read(index + 1);
      // It is awaited above; one that fails meanwhile must not count as unhandled.
      next.catch(() => {});
    }
    const result = await convertGroup(ort, spec, name, tensors, precision, texts, {
      source,
      stored,
      shared,
    });
    signal?.throwIfAborted();
    ({ source, stored, shared } = result);
    if (last) {
      const canary = canaryOf(spec, precision, source, stored);
      await onGroup({ name, index, tensors: result.tensors, passage: null, canary });
      return canary;
    }
    const passage: Passage = { done: index + 1, source, stored, shared };
    await onGroup({ name, index, tensors: result.tensors, passage, canary: null });
  }
}

/** The same, kept in memory. */
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
  const { spec, tokenizerJson, tokenizerConfig } = checkpoint;
  const tensors = new Map<string, ModelTensor>();
  const count = tensorGroups(spec).length;
  const canary = await convertCheckpoint(checkpoint, ort, {
    precision,
    signal,
    async onGroup(group) {
      for (const [key, tensor] of group.tensors) tensors.set(key, tensor);
      onProgress?.((group.index + 1) / count);
    },
  });
  return { name, precision, spec, tensors, tokenizerJson, tokenizerConfig, canary };
}

/** Lowest cosine between the canary's vectors of the stored and of the source's weights; null where unknown. */
export function canaryCosine({ pairs, vectors, source }: Canary): number | null {
  if (source === null) return null;
  const dim = vectors.length / pairs.length;
  const cosines = pairs.map((_, i) => {
    let dot = 0;
    let squared = 0;
    let squaredSource = 0;
    for (let k = i * dim; k < (i + 1) * dim; k++) {
      dot += vectors[k]! * source[k]!;
      squared += vectors[k]! ** 2;
      squaredSource += source[k]! ** 2;
    }
    return dot / Math.sqrt(squared * squaredSource);
  });
  return Math.min(...cosines);
}

interface Texts {
  readonly canary: readonly TokenisedPair[];
  readonly calibration: readonly TokenisedPair[];
}

interface States {
  readonly source: readonly Float32Array[];
  readonly stored: readonly Float32Array[];
  readonly shared: ModelTensors;
}

function textsOf(checkpoint: Checkpoint, precision: Precision): Texts {
  const { spec, tokenizerJson, tokenizerConfig } = checkpoint;
  const tokeniser = new PairTokeniser(tokenizerJson, tokenizerConfig, spec.maxSeqLength);
  return {
    canary: CANARY_PAIRS.map((pair) => tokeniser.tokenise(pair)),
    calibration:
      precision === 'fp32' ? [] : CALIBRATION_PAIRS.map((pair) => tokeniser.tokenise(pair)),
  };
}

async function convertGroup(
  ort: OrtRuntime,
  spec: EncoderSpec,
  group: string,
  tensors: readonly CanonicalTensor[],
  precision: Precision,
  texts: Texts,
  { source, stored, shared: earlier }: States,
): Promise<States & { readonly tensors: ModelTensors }> {
  const all = [...texts.canary, ...texts.calibration];
  const own = weightsOf(tensors, 'fp32');
  const shared = group === 'embed' ? pick(own, 'relative_bias') : earlier;
  const isLayer = group.startsWith('layers.');
  const calibrate = isLayer && precision !== 'fp32';

  const original = await run(ort, spec, group, own, shared, all, source, calibrate);
  if (precision === 'fp32') {
    return { tensors: own, source: original.states, stored: original.states, shared };
  }
  const smooth = isLayer ? smoothLayer(spec, group, tensors, original.maxima) : tensors;
  const result = weightsOf(smooth, precision);
  const exact = await run(ort, spec, group, result, shared, texts.canary, stored, false);
  return { tensors: result, source: original.states, stored: exact.states, shared };
}

/** The texts through one group, one at a time, in fp32 arithmetic over `weights`. */
async function run(
  ort: OrtRuntime,
  spec: EncoderSpec,
  group: string,
  weights: ModelTensors,
  shared: ModelTensors,
  texts: readonly TokenisedPair[],
  states: readonly Float32Array[],
  calibrate: boolean,
): Promise<{ states: Float32Array[]; maxima: ActivationMaxima }> {
  // Of a table only the rows that are read: whole, it is the largest tensor there is.
  const vocabulary = group === 'embed' ? compactVocabulary(weights, texts) : null;
  const exact = dequantised(vocabulary?.weights ?? weights);
  const needed = group === 'embed' ? exact : new Map([...exact, ...shared]);
  const session = await StageSession.create(ort, spec, group, needed, calibrate);
  try {
    const after: Float32Array[] = [];
    for (const [i, text] of texts.entries()) {
      // The canary's texts come first, and are not what a model is calibrated by.
      if (i === CANARY_PAIRS.length) session.maxima.clear();
      const ids = vocabulary?.ids(text.ids) ?? text.ids;
      after.push(await session.run({ ...text, ids }, states[i] ?? null));
    }
    return { states: after, maxima: session.maxima };
  } finally {
    await session.release();
  }
}

function weightsOf(tensors: readonly CanonicalTensor[], precision: Precision): ModelTensors {
  return new Map(tensors.flatMap((tensor) => storedTensors(tensor, precision)));
}

function pick(tensors: ModelTensors, name: string): ModelTensors {
  const tensor = tensors.get(name);
  return new Map(tensor === undefined ? [] : [[name, tensor]]);
}

function canaryOf(
  spec: EncoderSpec,
  precision: Precision,
  source: readonly Float32Array[],
  stored: readonly Float32Array[],
): Canary {
  const join = (vectors: readonly Float32Array[]) => {
    const joined = new Float32Array(CANARY_PAIRS.length * spec.dim);
    for (const i of CANARY_PAIRS.keys()) joined.set(vectors[i]!, i * spec.dim);
    return joined;
  };
  const canary: Canary = { pairs: CANARY_PAIRS, vectors: join(stored), source: join(source) };
  if (!canary.source!.every(Number.isFinite)) {
    throw new EngineError(
      'the checkpoint gives vectors that are not finite, in fp32 and before quantising: its weights are damaged, or it is no sentence encoder',
    );
  }
  const cosine = canaryCosine(canary)!;
  // NaN must fail too, hence not `cosine < …`.
  if (!(cosine >= MIN_COSINE[precision])) {
    throw new EngineError(
      `quantised to ${precision}, the model no longer gives the checkpoint's vectors (cosine ${cosine.toFixed(4)}, and ${MIN_COSINE[precision]} is needed): choose a finer precision`,
    );
  }
  return canary;
}
