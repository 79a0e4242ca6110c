/**
 * Facet's own model folder: `model.json` (this file's `Manifest`), one or more weights files (canonical
 * tensors, tensors.ts, and the canary's vectors), `tokenizer.json`, `tokenizer_config.json`. Any
 * static host serves it; every file's size and SHA-256 stand in the manifest. docs/model-folder.md
 */

import { JsonObject } from '../checkpoint/json.ts';
import { encodeSafetensors } from '../checkpoint/safetensors.ts';
import type { TensorSource } from '../checkpoint/types.ts';
import type { EncoderSpec } from '../encoders/families/index.ts';
import {
  INSTRUCTION_ROLES,
  INSTRUCTOR_RULES,
  type InputRules,
  readsAsInstructor,
  SIMILARITIES,
} from '../encoders/input.ts';
import { parseSpec } from '../encoders/parse-spec.ts';
import { PRECISIONS, type Precision } from '../encoders/quantise.ts';
import { bytesOf, type ModelTensor, type ModelTensors } from '../encoders/tensors.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { FILE_NAME, TOKENIZER_CONFIG_FILE, TOKENIZER_FILE } from './files.ts';

/** Version of the folder's layout and of the quantiser: a reader refuses one it does not know. */
const FORMAT_VERSION = 2;
/** Version of a model whose "input" must be followed: earlier readers pass over "input", and refuse the version. */
const INPUT_VERSION = 3;
/**
 * Version of a folder with a digest over all of it (seal.ts). Folders of earlier versions have no digest and can still
 * be read.
 */
export const SEALED_VERSION = 4;
const VERSIONS: readonly unknown[] = [FORMAT_VERSION, INPUT_VERSION, SEALED_VERSION];
/** Most pairs of the self-check, of which Facet writes four: each delays every start of the model. */
const MOST_CANARY_PAIRS = 100;
const CANARY_TENSORS = {
  vectors: 'canary.vectors',
  integer: 'canary.integer',
  source: 'canary.source',
} as const;

export interface FileRecord {
  readonly bytes: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

export interface Manifest {
  readonly name: string;
  readonly precision: Precision;
  readonly spec: EncoderSpec;
  /** Rules for reading instruction and text. A file without them is of an INSTRUCTOR model, or older than the field. */
  readonly input: InputRules;
  /** Names of the safetensors files, in the order of computing. */
  readonly weights: readonly string[];
  /** Every file of the folder except this one, by name. */
  readonly files: Readonly<Record<string, FileRecord>>;
  /** The self-check's pairs; their vectors are in the last weights file. */
  readonly canaryPairs: readonly (readonly [instruction: string, text: string])[];
}

/** Vectors that a device must reproduce before it is trusted with a user's texts. */
export interface Canary {
  readonly pairs: readonly (readonly [instruction: string, text: string])[];
  /** Vectors by fp32 arithmetic over the stored weights. Float32Array [pairs × dim]. */
  readonly vectors: Float32Array;
  /**
   * Vectors as the WASM device computes them with an int8 model, whose activations are in 8 bits too. Null at other
   * precisions, and where not known.
   */
  readonly integer: Float32Array | null;
  /** Vectors by fp32 arithmetic over the checkpoint's own weights; null where not known. */
  readonly source: Float32Array | null;
}

/** A model in memory, ready to become a graph. */
export interface Model {
  readonly name: string;
  readonly precision: Precision;
  readonly spec: EncoderSpec;
  readonly input: InputRules;
  readonly tensors: ModelTensors;
  readonly tokenizerJson: object;
  readonly tokenizerConfig: object;
  readonly canary: Canary;
}

/** Encodes `model.json` without a digest: the folder's identity, the same for the same content in any version. */
export function encodeManifest(manifest: Manifest): string {
  const version = readsAsInstructor(manifest.input) ? FORMAT_VERSION : INPUT_VERSION;
  return `${JSON.stringify({ format: 'facet', version, ...manifest }, null, 2)}\n`;
}

/** Returns the files that a manifest of any version lists; null for JSON that is no manifest of Facet's. */
export function filesOf(json: unknown): readonly string[] | null {
  const manifest = json as Record<string, unknown> | null;
  if (manifest?.format !== 'facet') return null;
  const { files } = manifest;
  if (typeof files !== 'object' || files === null) return [];
  return Object.keys(files).filter((name) => FILE_NAME.test(name));
}

/** @throws CheckpointError naming the missing or wrong field. */
export function parseManifest(file: string, json: unknown): Manifest {
  const root = new JsonObject(file, json);
  const { version } = root.fields;
  if (root.fields.format !== 'facet' || !VERSIONS.includes(version)) {
    throw new CheckpointError(
      `is not a Facet model of version ${VERSIONS.join(', ')}; convert the checkpoint again with this version of Facet`,
      { file },
    );
  }
  const pairs: unknown = root.fields.canaryPairs;
  if (!Array.isArray(pairs) || pairs.length === 0 || !pairs.every(isPair)) {
    return root.fail('canaryPairs', pairs, 'pairs of strings');
  }
  if (pairs.length > MOST_CANARY_PAIRS) {
    return root.fail('canaryPairs', pairs, `${MOST_CANARY_PAIRS} pairs at most`);
  }
  const records = new JsonObject(file, root.fields.files);
  const files: Record<string, FileRecord> = {};
  for (const [name, record] of Object.entries(records.fields)) {
    if (!FILE_NAME.test(name))
      records.fail(name, record, 'a file name of letters, digits, - and _');
    files[name] = parseRecord(new JsonObject(file, record));
  }
  const weights: unknown = root.fields.weights;
  if (!isNames(weights) || weights.some((name) => !Object.hasOwn(files, name))) {
    return root.fail('weights', weights, 'a list of names in "files"');
  }
  for (const name of [TOKENIZER_FILE, TOKENIZER_CONFIG_FILE]) {
    if (!Object.hasOwn(files, name)) records.fail(name, undefined, 'a size and a checksum');
  }
  return {
    name: root.string('name'),
    precision: root.choice('precision', same(PRECISIONS)),
    spec: parseSpec(new JsonObject(file, root.fields.spec)),
    input: root.has('input')
      ? parseInput(new JsonObject(file, root.fields.input))
      : INSTRUCTOR_RULES,
    weights,
    files,
    canaryPairs: pairs,
  };
}

/** Encodes one weights file. */
export function encodeShard(tensors: ModelTensors): Uint8Array<ArrayBuffer> {
  return encodeSafetensors(
    new Map(
      [...tensors].map(([name, { dtype, shape, data }]) => [name, { dtype, shape, bytes: data }]),
    ),
    { format: 'facet' },
  );
}

/** Returns the canary's vectors as tensors, for the last weights file. */
export function canaryTensors(canary: Canary): ModelTensors {
  const tensors = new Map<string, ModelTensor>();
  for (const kind of ['vectors', 'integer', 'source'] as const) {
    const values = canary[kind];
    if (values === null) continue;
    const shape = [canary.pairs.length, values.length / canary.pairs.length];
    tensors.set(CANARY_TENSORS[kind], { dtype: 'F32', shape, data: bytesOf(values) });
  }
  return tensors;
}

/**
 * Reads the tensors and the canary's vectors from the weights files, one file after the other.
 * @throws CheckpointError if a tensor has a type that no graph reads, or the canary does not fit.
 */
export async function readWeights(
  manifest: Manifest,
  sources: AsyncIterable<TensorSource> | Iterable<TensorSource>,
): Promise<{ tensors: ModelTensors; canary: Canary }> {
  const tensors = new Map<string, ModelTensor>();
  const pairs = manifest.canaryPairs;
  const shape = [pairs.length, manifest.spec.dim];
  const vectors = new Map<string, Float32Array>();
  const canaryNames = new Set<string>(Object.values(CANARY_TENSORS));
  for await (const source of sources) {
    for (const { name, dtype, shape: own } of source.tensors.values()) {
      const fail = (message: string): never => {
        throw new CheckpointError(message, { file: source.name, tensor: name });
      };
      if (canaryNames.has(name)) {
        vectors.set(name, await source.readFloat32(name, shape));
        continue;
      }
      if (tensors.has(name)) fail('is in two files of the model');
      if (dtype !== 'F32' && dtype !== 'I8' && dtype !== 'U8') {
        return fail(`is ${dtype}; a Facet model holds F32, I8 and U8 only`);
      }
      tensors.set(name, { dtype, shape: own, data: await source.read(name) });
    }
  }
  const stored = vectors.get(CANARY_TENSORS.vectors);
  if (stored === undefined) {
    throw new CheckpointError('is missing', {
      file: manifest.weights.at(-1)!,
      tensor: CANARY_TENSORS.vectors,
    });
  }
  const integer = vectors.get(CANARY_TENSORS.integer) ?? null;
  const source = vectors.get(CANARY_TENSORS.source) ?? null;
  return { tensors, canary: { pairs, vectors: stored, integer, source } };
}

function parseInput(input: JsonObject): InputRules {
  const prompts = new JsonObject(input.file, input.fields.prompts ?? {});
  const byName = Object.keys(prompts.fields).map((name) => [name, prompts.string(name)] as const);
  const defaultPrompt = input.has('defaultPrompt') ? input.string('defaultPrompt') : null;
  if (defaultPrompt !== null && !Object.hasOwn(prompts.fields, defaultPrompt)) {
    input.fail('defaultPrompt', defaultPrompt, 'the name of one of "prompts"');
  }
  return {
    package: input.choice('package', same(['instructor', 'sentence-transformers'] as const)),
    instruction: input.choice('instruction', same(INSTRUCTION_ROLES)),
    stated: input.boolean('stated'),
    lowercase: input.boolean('lowercase'),
    prompts: Object.fromEntries(byName),
    defaultPrompt,
    similarity: input.choice('similarity', same(SIMILARITIES)),
  };
}

function same<Name extends string>(names: readonly Name[]): Record<Name, Name> {
  return Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;
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

function isNames(value: unknown): value is string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string')
  );
}
