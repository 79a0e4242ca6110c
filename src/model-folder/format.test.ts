import { expect, test } from 'vitest';
import { openSafetensors } from '../checkpoint/safetensors.ts';
import { memorySource } from '../checkpoint/source.ts';
import type { TensorSource } from '../checkpoint/types.ts';
import type { BertSpec } from '../encoders/families/bert.ts';
import type { T5Spec } from '../encoders/families/t5.ts';
import { INSTRUCTOR_RULES, type InputRules } from '../encoders/input.ts';
import { bytesOf, type ModelTensor } from '../encoders/tensors.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import {
  canaryTensors,
  encodeManifest,
  encodeShard,
  type Manifest,
  type Model,
  parseManifest,
  readWeights,
} from './format.ts';

const COMMON = {
  vocabSize: 100,
  hiddenSize: 8,
  layers: 2,
  heads: 2,
  headSize: 4,
  feedForwardSize: 16,
  normEpsilon: 1e-6,
  maxSeqLength: 512,
  dense: [{ inFeatures: 8, outFeatures: 6, bias: true, activation: 'tanh' }],
  normalize: true,
  dim: 6,
} as const;
const T5: T5Spec = {
  ...COMMON,
  family: 't5',
  relativeAttentionBuckets: 32,
  relativeAttentionMaxDistance: 128,
  activation: 'gelu_new',
  gated: true,
};
const BERT: BertSpec = {
  ...COMMON,
  dense: [],
  dim: 8,
  family: 'bert',
  maxPositions: 512,
  typeVocabSize: 2,
  activation: 'gelu',
};

function manifestOf(spec: T5Spec | BertSpec): Manifest {
  return {
    name: 'small',
    precision: 'int8',
    spec,
    input: INSTRUCTOR_RULES,
    weights: ['model.safetensors'],
    files: {
      'model.safetensors': { bytes: 1000, sha256: '0123456789abcdef'.repeat(4) },
      'tokenizer.json': { bytes: 10, sha256: 'a'.repeat(64) },
      'tokenizer_config.json': { bytes: 2, sha256: 'b'.repeat(64) },
    },
    canaryPairs: [
      ['', 'a text'],
      ['instruct: ', 'another'],
    ],
  };
}

test.each([T5, BERT])('a manifest of $family comes back as it was', (spec) => {
  const manifest = manifestOf(spec);
  expect(parseManifest('model.json', JSON.parse(encodeManifest(manifest)))).toEqual(manifest);
});

/** A manifest's JSON with the value at a path replaced; undefined takes it out. */
function changed(spec: T5Spec | BertSpec, path: readonly string[], value: unknown): unknown {
  const json: unknown = JSON.parse(encodeManifest(manifestOf(spec)));
  let parent = json as Record<string, unknown>;
  for (const key of path.slice(0, -1)) {
    expect(Object.hasOwn(parent, key)).toBe(true);
    parent = parent[key] as Record<string, unknown>;
  }
  const field = path.at(-1)!;
  if (value === undefined) delete parent[field];
  else parent[field] = value;
  return json;
}

function refusal(json: unknown): string {
  try {
    parseManifest('folder/model.json', json);
  } catch (error) {
    expect(error).toBeInstanceOf(CheckpointError);
    return (error as CheckpointError).message;
  }
  return expect.fail('must be refused');
}

test.each<[path: string, value: unknown, spec?: T5Spec | BertSpec]>([
  ['name', undefined],
  ['name', 3],
  ['precision', 'int3'],
  ...Object.keys(T5).map((field): [string, unknown] => [`spec/${field}`, undefined]),
  ...Object.keys(BERT).map((field): [string, unknown, BertSpec] => [
    `spec/${field}`,
    undefined,
    BERT,
  ]),
  ['spec/family', 'gpt2'],
  ['spec/family', 'constructor'],
  ['spec/layers', 0],
  ['spec/hiddenSize', 1.5],
  ['spec/dim', 2 ** 40],
  ['spec/heads', '2'],
  ['spec/normEpsilon', -1],
  ['spec/gated', 1],
  ['spec/activation', 'gelu', T5],
  ['spec/activation', 'swish', BERT],
  ['spec/dense', {}],
  ['spec/dense/0/bias', undefined],
  ['spec/dense/0/activation', 'relu'],
  ['files/model.safetensors/sha256', undefined],
  ['files/model.safetensors/sha256', 'a'.repeat(63)],
  ['files/model.safetensors/sha256', 'A'.repeat(64)],
  ['files/model.safetensors/bytes', -1],
  ['files/model.safetensors/bytes', 0.5],
  ['weights', undefined],
  ['weights', []],
  ['weights', ['other.safetensors']],
  ['weights', 'model.safetensors'],
  ['canaryPairs', undefined],
  ['canaryPairs', []],
  ['canaryPairs', [['', 'a'], ['b']]],
  ['canaryPairs', [['', 1]]],
  ['canaryPairs', ['ab']],
])('%s: %j is refused by name', (path, value, spec = T5) => {
  const keys = path.split('/');
  const message = refusal(changed(spec, keys, value));
  expect(message).toMatch(/^folder\/model\.json: /);
  expect(message).toContain(`"${keys.at(-1)}"`);
  expect(message).toContain(value === undefined ? 'missing' : JSON.stringify(value).slice(0, 120));
});

test('more pairs than a self-check should take are refused', () => {
  const pairs = (length: number) => Array.from({ length }, () => ['', 'a']);
  expect(refusal(changed(T5, ['canaryPairs'], pairs(101)))).toContain(
    'Facet needs 100 pairs at most',
  );
  const most = changed(T5, ['canaryPairs'], pairs(100));
  expect(parseManifest('folder/model.json', most).canaryPairs).toHaveLength(100);
});

test.each([
  ['version', 1],
  ['version', '1'],
  ['version', undefined],
  ['format', 'onnx'],
  ['format', undefined],
])('%s: %j is refused, with the version that is read and what to do', (field, value) => {
  expect(refusal(changed(T5, [field], value))).toMatch(
    /^folder\/model\.json: .*version 2, 3, 4; convert the checkpoint again/,
  );
});

test.each(['model.safetensors', 'tokenizer.json', 'tokenizer_config.json'])(
  'a manifest without its record of %s is refused by name',
  (name) => {
    expect(refusal(changed(T5, ['files', name], undefined))).toMatch(
      /^folder\/model\.json: .*field "/,
    );
  },
);

test.each(['../model.safetensors', '.hidden', 'a/b', ''])('a file named %j is refused', (name) => {
  const json = changed(T5, ['name'], 'same') as { files: Record<string, unknown> };
  json.files[name] = { bytes: 1, sha256: 'c'.repeat(64) };
  expect(refusal(json)).toContain('a file name of letters');
});

test.each([
  ['spec'],
  ['files'],
  ['files', 'model.safetensors'],
  ['files', 'tokenizer.json'],
  ['files', 'tokenizer_config.json'],
])('%s %s: what is no object is refused', (...path) => {
  for (const value of path.length === 1 ? [undefined, [], 'x'] : [[], 'x']) {
    expect(refusal(changed(T5, path, value))).toMatch(/^folder\/model\.json: .*object is expected/);
  }
});

test.each([null, [], 'facet', 1])('%j is not a manifest', (json) => {
  expect(refusal(json)).toMatch(/object is expected/);
});

const TENSORS = new Map<string, ModelTensor>([
  ['a', { dtype: 'I8', shape: [2, 3], data: Uint8Array.of(1, 2, 3, 253, 254, 255) }],
  ['a.scale', { dtype: 'F32', shape: [3], data: bytesOf(Float32Array.of(0.1, 2, 3e-9)) }],
  ['b', { dtype: 'F32', shape: [2], data: bytesOf(Float32Array.of(-1, 1e30)) }],
]);

function modelOf(tensors: ReadonlyMap<string, ModelTensor>): Model {
  const { name, precision, spec, canaryPairs: pairs } = manifestOf(T5);
  const vectors = Float32Array.from({ length: pairs.length * spec.dim }, (_, i) => Math.sin(i));
  const source = vectors.map((value) => value + 0.001);
  return {
    name,
    precision,
    spec,
    input: INSTRUCTOR_RULES,
    tensors,
    tokenizerJson: {},
    tokenizerConfig: {},
    canary: { pairs, vectors, integer: vectors.map((value) => value - 0.002), source },
  };
}

/** The weights files of a model, as many as there are lists of names; the canary is in the last. */
async function files(model: Model, names: readonly (readonly string[])[]): Promise<TensorSource[]> {
  const shards = names.map((list) => new Map(list.map((name) => [name, model.tensors.get(name)!])));
  for (const [name, tensor] of canaryTensors(model.canary)) shards.at(-1)!.set(name, tensor);
  return Promise.all(
    shards.map((shard, i) => openSafetensors(memorySource(`w${i}`, encodeShard(shard)))),
  );
}

test.each([[[['a', 'a.scale', 'b']]], [[['a'], ['a.scale', 'b'], []]]])(
  'weights of files %j come back byte for byte, apart from the canary',
  async (names) => {
    const model = modelOf(TENSORS);
    const { tensors, canary } = await readWeights(manifestOf(T5), await files(model, names));
    expect(new Map([...tensors].sort())).toEqual(TENSORS);
    expect(canary).toEqual(model.canary);
  },
);

test("a canary without the source's vectors is read as such", async () => {
  const model = modelOf(TENSORS);
  const bare = { ...model, canary: { ...model.canary, integer: null, source: null } };
  const { canary } = await readWeights(manifestOf(T5), await files(bare, [['b']]));
  expect(canary).toEqual(bare.canary);
});

test('a tensor that is in two files is refused by name', async () => {
  const sources = await files(modelOf(TENSORS), [['a', 'b'], ['b']]);
  await expect(readWeights(manifestOf(T5), sources)).rejects.toThrow(/w1.*b.*two files/);
});

test('weights without a canary are refused', async () => {
  const [first] = await files(modelOf(TENSORS), [['a'], ['b']]);
  await expect(readWeights(manifestOf(T5), [first!])).rejects.toThrow(/canary\.vectors.*missing/);
});

test('weights whose canary has another shape than the manifest says are refused', async () => {
  const sources = await files(modelOf(TENSORS), [['a']]);
  const { canaryPairs, ...rest } = manifestOf(T5);
  const fewer = readWeights({ ...rest, canaryPairs: canaryPairs.slice(1) }, sources);
  await expect(fewer).rejects.toThrow(CheckpointError);
  await expect(fewer).rejects.toThrow(/canary\./);
});

const RULES: InputRules = {
  package: 'sentence-transformers',
  instruction: 'pooled',
  stated: true,
  lowercase: false,
  prompts: { query: 'query: ', passage: 'passage: ' },
  defaultPrompt: 'passage',
  similarity: 'dot',
};

test('how a model reads comes back, in a version that earlier readers refuse', () => {
  const json: unknown = JSON.parse(encodeManifest({ ...manifestOf(BERT), input: RULES }));
  expect(json).toMatchObject({ version: 3 });
  expect(parseManifest('model.json', json).input).toEqual(RULES);
});

test('a model that reads as INSTRUCTOR stays in the version that earlier readers know', () => {
  const prompts = { query: 'query: ' };
  const input = { ...INSTRUCTOR_RULES, stated: false, prompts };
  const json: unknown = JSON.parse(encodeManifest({ ...manifestOf(T5), input }));
  expect(json).toMatchObject({ version: 2 });
  expect(parseManifest('model.json', json).input).toEqual(input);
});

test('a manifest of before, without the rules, is read as INSTRUCTOR', () => {
  const { input: _, ...before } = JSON.parse(encodeManifest(manifestOf(T5))) as Manifest;
  expect(parseManifest('model.json', before).input).toEqual(INSTRUCTOR_RULES);
});

test.each([
  ['package', 'transformers'],
  ['instruction', 'both'],
  ['stated', 'yes'],
  ['lowercase', 1],
  ['prompts', ['query: ']],
  ['prompts', { query: 1 }],
  ['defaultPrompt', 'document'],
  ['similarity', 'angle'],
])('rules whose %s is %j are refused', (field, value) => {
  const json = JSON.parse(encodeManifest({ ...manifestOf(T5), input: RULES })) as Manifest;
  const changed = { ...json, input: { ...json.input, [field]: value } };
  expect(refusal(changed)).toMatch(/^folder\/model\.json: /);
});
