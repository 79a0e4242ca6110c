/**
 * Facet's own model folder: `model.json` (this file's `Manifest`), `model.safetensors` (canonical
 * tensors, tensors.ts, and the canary's vectors), `tokenizer.json`, `tokenizer_config.json`. Any
 * static host serves it; every file's size and SHA-256 stand in the manifest.
 */
import { CheckpointError } from '../checkpoint/errors.ts';
import { JsonObject } from '../checkpoint/json.ts';
import { encodeSafetensors } from '../checkpoint/safetensors.ts';
import type { TensorSource } from '../checkpoint/types.ts';
import type { Precision } from './quantise.ts';
import type { BertSpec, DenseSpec, EncoderSpec, T5Spec } from './spec.ts';
import { bytesOf, type ModelTensor, type ModelTensors } from './tensors.ts';

export const MANIFEST_FILE = 'model.json';
export const WEIGHTS_FILE = 'model.safetensors';
export const TOKENIZER_FILE = 'tokenizer.json';
export const TOKENIZER_CONFIG_FILE = 'tokenizer_config.json';
const MODEL_FILES = [WEIGHTS_FILE, TOKENIZER_FILE, TOKENIZER_CONFIG_FILE] as const;
export type ModelFile = (typeof MODEL_FILES)[number];

/** Version of the folder's layout and of the quantiser: a reader refuses one it does not know. */
const FORMAT_VERSION = 1;
const CANARY_TENSOR = 'canary.vectors';

interface FileRecord {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

export interface Manifest {
  readonly name: string;
  readonly precision: Precision;
  readonly spec: EncoderSpec;
  readonly files: Readonly<Record<ModelFile, FileRecord>>;
  /** The self-check's pairs; their vectors are in the weights file. */
  readonly canaryPairs: readonly (readonly [instruction: string, text: string])[];
}

/** What a device must reproduce before it is trusted with a user's texts. */
export interface Canary {
  readonly pairs: readonly (readonly [instruction: string, text: string])[];
  /** fp32 arithmetic over the stored weights. Float32Array [pairs × dim]. */
  readonly vectors: Float32Array;
}

/** A model in memory, ready to become a graph. */
export interface Model {
  readonly name: string;
  readonly precision: Precision;
  readonly spec: EncoderSpec;
  readonly tensors: ModelTensors;
  readonly tokenizerJson: object;
  readonly tokenizerConfig: object;
  readonly canary: Canary;
}

export function encodeManifest(manifest: Manifest): string {
  return `${JSON.stringify({ format: 'facet', version: FORMAT_VERSION, ...manifest }, null, 2)}\n`;
}

/** @throws CheckpointError naming the field that is missing or wrong. */
export function parseManifest(file: string, json: unknown): Manifest {
  const root = new JsonObject(file, json);
  if (root.fields.format !== 'facet' || root.fields.version !== FORMAT_VERSION) {
    throw new CheckpointError(
      `is not a Facet model of version ${FORMAT_VERSION}; convert the checkpoint again with this version of Facet`,
      { file },
    );
  }
  const files = new JsonObject(file, root.fields.files);
  const pairs: unknown = root.fields.canaryPairs;
  if (!Array.isArray(pairs) || pairs.length === 0 || !pairs.every(isPair)) {
    return root.fail('canaryPairs', pairs, 'pairs of strings');
  }
  return {
    name: root.string('name'),
    precision: root.choice('precision', { fp32: 'fp32', int8: 'int8' }),
    spec: parseSpec(new JsonObject(file, root.fields.spec)),
    files: Object.fromEntries(
      MODEL_FILES.map((name) => [name, parseRecord(new JsonObject(file, files.fields[name]))]),
    ) as Record<ModelFile, FileRecord>,
    canaryPairs: pairs,
  };
}

export function encodeWeights(model: Model): Uint8Array<ArrayBuffer> {
  const { pairs, vectors } = model.canary;
  const tensors = new Map(
    [...model.tensors].map(([name, { dtype, shape, data }]) => [
      name,
      { dtype, shape, bytes: data },
    ]),
  );
  tensors.set(CANARY_TENSOR, {
    dtype: 'F32',
    shape: [pairs.length, model.spec.dim],
    bytes: bytesOf(vectors),
  });
  return encodeSafetensors(tensors, { format: 'facet' });
}

/**
 * The tensors and the canary's vectors of a weights file.
 * @throws CheckpointError if a tensor has a type that no graph reads, or the canary does not fit.
 */
export async function readWeights(
  manifest: Manifest,
  source: TensorSource,
): Promise<{ tensors: ModelTensors; canary: Canary }> {
  const tensors = new Map<string, ModelTensor>();
  for (const { name, dtype, shape } of source.tensors.values()) {
    if (name === CANARY_TENSOR) continue;
    if (dtype !== 'F32' && dtype !== 'I8') {
      throw new CheckpointError(`is ${dtype}; a Facet model holds F32 and I8 only`, {
        file: source.name,
        tensor: name,
      });
    }
    tensors.set(name, { dtype, shape, data: await source.read(name) });
  }
  const pairs = manifest.canaryPairs;
  const vectors = await source.readFloat32(CANARY_TENSOR, [pairs.length, manifest.spec.dim]);
  return { tensors, canary: { pairs, vectors } };
}

const SIZE = { min: 1, max: 2 ** 24 };

function parseSpec(spec: JsonObject): EncoderSpec {
  const dense: unknown = spec.fields.dense;
  if (!Array.isArray(dense)) return spec.fail('dense', dense, 'a list');
  const common = {
    vocabSize: spec.integer('vocabSize', SIZE),
    hiddenSize: spec.integer('hiddenSize', SIZE),
    layers: spec.integer('layers', { min: 1, max: 1024 }),
    heads: spec.integer('heads', SIZE),
    headSize: spec.integer('headSize', SIZE),
    feedForwardSize: spec.integer('feedForwardSize', SIZE),
    normEpsilon: spec.number('normEpsilon', { min: 0, max: 1 }),
    maxSeqLength: spec.integer('maxSeqLength', { min: 2, max: 2 ** 20 }),
    dense: dense.map((module): DenseSpec => {
      const fields = new JsonObject(spec.file, module);
      return {
        inFeatures: fields.integer('inFeatures', SIZE),
        outFeatures: fields.integer('outFeatures', SIZE),
        bias: fields.boolean('bias'),
        activation: fields.choice('activation', { identity: 'identity', tanh: 'tanh' }),
      };
    }),
    normalize: spec.boolean('normalize'),
    dim: spec.integer('dim', SIZE),
  };
  const family = spec.choice('family', { t5: 't5', bert: 'bert' } as const);
  if (family === 't5') {
    return {
      ...common,
      family,
      relativeAttentionBuckets: spec.integer('relativeAttentionBuckets', { min: 4, max: 4096 }),
      relativeAttentionMaxDistance: spec.integer('relativeAttentionMaxDistance', SIZE),
      activation: spec.choice('activation', { relu: 'relu', gelu_new: 'gelu_new' } as const),
      gated: spec.boolean('gated'),
    } satisfies T5Spec;
  }
  return {
    ...common,
    family,
    maxPositions: spec.integer('maxPositions', SIZE),
    typeVocabSize: spec.integer('typeVocabSize', SIZE),
    activation: spec.choice('activation', {
      gelu: 'gelu',
      relu: 'relu',
      gelu_new: 'gelu_new',
    } as const),
  } satisfies BertSpec;
}

function parseRecord(record: JsonObject): FileRecord {
  const sha256 = record.string('sha256');
  if (!/^[0-9a-f]{64}$/.test(sha256)) record.fail('sha256', sha256, '64 hexadecimal digits');
  return { bytes: record.integer('bytes', { min: 0, max: 2 ** 40 }), sha256 };
}

function isPair(value: unknown): value is [string, string] {
  return (
    Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')
  );
}
