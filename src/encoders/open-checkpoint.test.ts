import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  edit,
  type Files,
  instructor,
  miniLm,
  module,
  weights,
  without,
} from '../../testing/checkpoint-folders.ts';
import { expectCheckpointError, memoryFolder } from '../../testing/checkpoint-support.ts';
import { nodeFolder } from '../node/folder.ts';
import type { EncoderSpec } from './families/index.ts';
import { openCheckpoint } from './open-checkpoint.ts';

const spec = async (files: Files): Promise<EncoderSpec> =>
  (await openCheckpoint(memoryFolder(files))).spec;

describe('spec', () => {
  test('instructor-base', async () => {
    const checkpoint = await openCheckpoint(memoryFolder(instructor()));
    expect(checkpoint.spec).toEqual({
      family: 't5',
      vocabSize: 32128,
      hiddenSize: 768,
      layers: 12,
      heads: 12,
      headSize: 64,
      feedForwardSize: 3072,
      normEpsilon: 1e-6,
      relativeAttentionBuckets: 32,
      relativeAttentionMaxDistance: 128,
      activation: 'relu',
      gated: false,
      maxSeqLength: 512,
      dense: [{ inFeatures: 768, outFeatures: 768, bias: false, activation: 'identity' }],
      normalize: true,
      dim: 768,
    });
    expect([...checkpoint.weights.tensors.keys()]).toEqual(['shared.weight']);
    expect(await checkpoint.dense[0]!.readFloat32('linear.weight', [768, 768])).toHaveLength(
      768 ** 2,
    );
    expect(checkpoint.tokenizerJson).toEqual({ version: '1.0', model: { type: 'Unigram' } });
    expect([...checkpoint.files.keys()]).toContain('2_Dense/model.safetensors');
  });

  test('MiniLM-L6', async () => {
    expect(await spec(miniLm())).toEqual({
      family: 'bert',
      vocabSize: 30522,
      hiddenSize: 384,
      layers: 6,
      heads: 12,
      headSize: 32,
      feedForwardSize: 1536,
      normEpsilon: 1e-12,
      maxPositions: 512,
      typeVocabSize: 2,
      activation: 'gelu',
      maxSeqLength: 256,
      dense: [],
      normalize: true,
      dim: 384,
    });
  });

  test('T5 v1.1: gated, and an inner width that is not the model’s', async () => {
    const files = edit(instructor(), 'config.json', { feed_forward_proj: 'gated-gelu', d_kv: 128 });
    expect(await spec(files)).toMatchObject({ activation: 'gelu_new', gated: true, headSize: 128 });
  });

  test('fields that were added to the format later have Hugging Face’s defaults', async () => {
    const old = edit(instructor(), 'config.json', {
      relative_attention_max_distance: undefined,
      feed_forward_proj: undefined,
    });
    expect(await spec(old)).toMatchObject({
      relativeAttentionMaxDistance: 128,
      activation: 'relu',
      gated: false,
    });
  });

  test('Dense with bias and Tanh, by default and by name', async () => {
    const dense = { bias: undefined, activation_function: undefined, out_features: 3 };
    const files = {
      ...edit(instructor(), '2_Dense/config.json', dense),
      '2_Dense/model.safetensors': weights(['linear.weight', [3, 768]], ['linear.bias', [3]]),
    };
    expect(await spec(files)).toMatchObject({
      dim: 3,
      dense: [{ bias: true, activation: 'tanh', outFeatures: 3 }],
    });
  });

  test('types as other versions spell them, in the order of idx', async () => {
    const type = (name: string) => ({ type: `sentence_transformers.base.modules.${name}` });
    const files = instructor();
    const [transformer, pooling, dense, normalize] = files['modules.json'] as object[];
    files['modules.json'] = [
      { ...normalize, ...type('normalize.Normalize') },
      { ...dense, ...type('dense.Dense') },
      { ...transformer, type: 'InstructorEmbedding.instructor.INSTRUCTOR_Transformer' },
      { ...pooling, type: 'InstructorEmbedding.instructor.INSTRUCTOR_Pooling' },
    ];
    files['1_Pooling/config.json'] = { embedding_dimension: 768, pooling_mode: 'mean' };
    expect(await spec(files)).toEqual(await spec(instructor()));
  });

  test('an encoder in its own folder', async () => {
    const files: Files = {};
    for (const [path, file] of Object.entries(miniLm())) {
      files[/^(\d|modules)/.test(path) ? path : `0_Transformer/${path}`] = file;
    }
    files['modules.json'] = [
      module(0, '0_Transformer', 'Transformer'),
      module(1, '1_Pooling', 'Pooling'),
    ];
    expect(await spec(files)).toMatchObject({ family: 'bert', normalize: false });
  });

  test('a plain transformer: mean pooling, no normalisation', async () => {
    const files = without(
      miniLm(),
      'modules.json',
      '1_Pooling/config.json',
      'sentence_bert_config.json',
    );
    expect(await spec(files)).toMatchObject({
      normalize: false,
      dense: [],
      dim: 384,
      maxSeqLength: 512,
    });
  });

  test.each<[string, Files, number]>([
    ['the tokenizer’s', edit(miniLm(), 'tokenizer_config.json', { model_max_length: 128 }), 128],
    ['the positions', edit(miniLm(), 'tokenizer_config.json', { model_max_length: 1e30 }), 512],
    [
      'T5’s n_positions',
      edit(instructor(), 'tokenizer_config.json', { model_max_length: 1e30 }),
      512,
    ],
    [
      '512',
      without(edit(instructor(), 'config.json', { n_positions: null }), 'tokenizer_config.json'),
      512,
    ],
  ])('length where sentence_bert_config.json says nothing: %s', async (_, files, length) => {
    const silent = edit(files, 'sentence_bert_config.json', { max_seq_length: null });
    expect(await spec(silent)).toMatchObject({ maxSeqLength: length });
    expect(await spec(without(files, 'sentence_bert_config.json'))).toMatchObject({
      maxSeqLength: length,
    });
  });

  test('shards', async () => {
    const files = {
      ...without(miniLm(), 'model.safetensors'),
      'model.safetensors.index.json': {
        metadata: { total_size: 12 },
        weight_map: { a: 'model-00001.safetensors', b: 'model-00002.safetensors' },
      },
      'model-00001.safetensors': weights(['a', [1]]),
      'model-00002.safetensors': weights(['b', [2]]),
    };
    const { weights: source } = await openCheckpoint(memoryFolder(files));
    expect(source.tensors.get('b')?.shape).toEqual([2]);
    expect(await source.readFloat32('a', [1])).toHaveLength(1);
    const second = { start: 1, end: 2 };
    expect(await source.readFloat32('b', [2], undefined, second)).toHaveLength(1);
    const missing = without(files, 'model-00002.safetensors');
    await expectCheckpointError(
      () => openCheckpoint(memoryFolder(missing)),
      /tensor "b".*is missing/,
    );
  });
});

/** Checkpoints that Hugging Face's libraries wrote: every tensor in them is read. */
const goldens = fileURLToPath(new URL('../../training/goldens/', import.meta.url));
const models = readdirSync(goldens).filter((name) => existsSync(`${goldens}${name}/model`));

describe('golden checkpoints', () => {
  test('are there', () => expect(models.length).toBeGreaterThan(0));

  test.each(models)('%s', async (name) => {
    const checkpoint = await openCheckpoint(nodeFolder(`${goldens}${name}/model`));
    expect(checkpoint.spec.family).toBe(name.split('-')[0]);
    expect(checkpoint.spec.dim).toBe(
      checkpoint.spec.dense.at(-1)?.outFeatures ?? checkpoint.spec.hiddenSize,
    );
    for (const source of [checkpoint.weights, ...checkpoint.dense]) {
      expect(source.tensors.size).toBeGreaterThan(0);
      for (const { name: tensor, dtype, shape } of source.tensors.values()) {
        if (!dtype.includes('F')) continue;
        const floats = await source.readFloat32(tensor, shape);
        expect(floats.every(Number.isFinite), tensor).toBe(true);
        const [count = 0] = shape;
        const middle = { start: Math.floor(count / 3), end: count - 1 };
        const width = floats.length / count;
        const rows = await source.readFloat32(tensor, shape, undefined, middle);
        expect(rows, tensor).toEqual(floats.slice(middle.start * width, middle.end * width));
        expect(floats.some((value) => value !== 0) || /bias/i.test(tensor), tensor).toBe(true);
      }
    }
  });
});
