import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { EncoderSpec } from '../model/spec.ts';
import { nodeFolder } from './node-folder.ts';
import { encodeSafetensors } from './safetensors.ts';
import { openCheckpoint } from './sentence-transformers.ts';
import { expectCheckpointError, memoryFolder } from './test-support.ts';

type Files = Record<string, Uint8Array | object>;

const weights = (...tensors: [string, number[]][]) =>
  encodeSafetensors(
    new Map(
      tensors.map(([name, shape]) => [
        name,
        {
          dtype: 'F32',
          shape,
          bytes: new Uint8Array(4 * shape.reduce((product, size) => product * size, 1)),
        },
      ]),
    ),
  );

const module = (idx: number, path: string, type: string) => ({
  idx,
  name: String(idx),
  path,
  type: `sentence_transformers.models.${type}`,
});

/** The JSON of hkunlp/instructor-base, with only the shapes of its Dense weights. */
const instructor = (): Files => ({
  'modules.json': [
    module(0, '', 'Transformer'),
    module(1, '1_Pooling', 'Pooling'),
    module(2, '2_Dense', 'Dense'),
    module(3, '3_Normalize', 'Normalize'),
  ],
  'config.json': {
    _name_or_path: 'sentence-transformers/gtr-t5-base',
    architectures: ['T5EncoderModel'],
    d_ff: 3072,
    d_kv: 64,
    d_model: 768,
    decoder_start_token_id: 0,
    dense_act_fn: 'relu',
    dropout_rate: 0.1,
    eos_token_id: 1,
    feed_forward_proj: 'relu',
    initializer_factor: 1.0,
    is_encoder_decoder: true,
    is_gated_act: false,
    layer_norm_epsilon: 1e-6,
    model_type: 't5',
    n_positions: 512,
    num_decoder_layers: 12,
    num_heads: 12,
    num_layers: 12,
    output_past: true,
    pad_token_id: 0,
    relative_attention_max_distance: 128,
    relative_attention_num_buckets: 32,
    task_specific_params: { translation_en_to_de: { max_length: 300 } },
    torch_dtype: 'float32',
    use_cache: true,
    vocab_size: 32128,
  },
  'sentence_bert_config.json': { max_seq_length: 512, do_lower_case: false },
  '1_Pooling/config.json': {
    word_embedding_dimension: 768,
    pooling_mode_cls_token: false,
    pooling_mode_mean_tokens: true,
    pooling_mode_max_tokens: false,
    pooling_mode_mean_sqrt_len_tokens: false,
  },
  '2_Dense/config.json': {
    in_features: 768,
    out_features: 768,
    bias: false,
    activation_function: 'torch.nn.modules.linear.Identity',
  },
  '2_Dense/model.safetensors': weights(['linear.weight', [768, 768]]),
  'tokenizer.json': { version: '1.0', model: { type: 'Unigram' } },
  'tokenizer_config.json': { model_max_length: 512, tokenizer_class: 'T5Tokenizer' },
  'model.safetensors': weights(['shared.weight', [4, 2]]),
});

/** The JSON of sentence-transformers/all-MiniLM-L6-v2. */
const miniLm = (): Files => ({
  'modules.json': [
    module(0, '', 'Transformer'),
    module(1, '1_Pooling', 'Pooling'),
    module(2, '2_Normalize', 'Normalize'),
  ],
  'config.json': {
    _name_or_path: 'nreimers/MiniLM-L6-H384-uncased',
    architectures: ['BertModel'],
    attention_probs_dropout_prob: 0.1,
    gradient_checkpointing: false,
    hidden_act: 'gelu',
    hidden_dropout_prob: 0.1,
    hidden_size: 384,
    initializer_range: 0.02,
    intermediate_size: 1536,
    layer_norm_eps: 1e-12,
    max_position_embeddings: 512,
    model_type: 'bert',
    num_attention_heads: 12,
    num_hidden_layers: 6,
    pad_token_id: 0,
    position_embedding_type: 'absolute',
    transformers_version: '4.8.2',
    type_vocab_size: 2,
    use_cache: true,
    vocab_size: 30522,
  },
  'sentence_bert_config.json': { max_seq_length: 256, do_lower_case: false },
  '1_Pooling/config.json': {
    word_embedding_dimension: 384,
    pooling_mode_cls_token: false,
    pooling_mode_mean_tokens: true,
    pooling_mode_max_tokens: false,
    pooling_mode_mean_sqrt_len_tokens: false,
  },
  'tokenizer.json': { version: '1.0', model: { type: 'WordPiece' } },
  'tokenizer_config.json': { model_max_length: 512 },
  'model.safetensors': weights(['embeddings.word_embeddings.weight', [4, 2]]),
});

const spec = async (files: Files): Promise<EncoderSpec> =>
  (await openCheckpoint(memoryFolder(files))).spec;

/** The files with some fields of one JSON file set; undefined takes a field out. */
function edit(files: Files, path: string, fields: Record<string, unknown>): Files {
  const edited = { ...(files[path] as Record<string, unknown>), ...fields };
  return { ...files, [path]: edited };
}

function without(files: Files, ...paths: string[]): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));
}

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
    const missing = without(files, 'model-00002.safetensors');
    await expectCheckpointError(
      () => openCheckpoint(memoryFolder(missing)),
      /tensor "b".*is missing/,
    );
  });
});

describe('refuses', () => {
  const t5 = instructor();
  const bert = miniLm();
  test.each<[string, Files, RegExp]>([
    ['config.json that is missing', without(t5, 'config.json'), /folder\/config\.json: is missing/],
    ['config.json that is a list', { ...t5, 'config.json': [] }, /\[\] where an object/],
    ['a web page', { ...t5, 'config.json': new TextEncoder().encode('<html>') }, /web page/],
    ['another family', edit(bert, 'config.json', { model_type: 'roberta' }), /"roberta".*t5.*bert/],
    ['no family', edit(bert, 'config.json', { model_type: undefined }), /"model_type" is missing/],
    ['a width of 0', edit(t5, 'config.json', { d_model: 0 }), /config\.json: field "d_model" is 0/],
    ['a width as text', edit(t5, 'config.json', { d_ff: '3072' }), /field "d_ff" is "3072"/],
    ['half a layer', edit(t5, 'config.json', { num_layers: 1.5 }), /"num_layers" is 1\.5.*whole/],
    ['no heads', edit(t5, 'config.json', { num_heads: undefined }), /"num_heads" is missing/],
    [
      'gated-silu',
      edit(t5, 'config.json', { feed_forward_proj: 'gated-silu' }),
      /"gated-silu"; .*relu/,
    ],
    ['"toString"', edit(t5, 'config.json', { feed_forward_proj: 'toString' }), /"toString"/],
    [
      'odd buckets',
      edit(t5, 'config.json', { relative_attention_num_buckets: 30 }),
      /multiple of 4/,
    ],
    ['heads that do not divide', edit(bert, 'config.json', { num_attention_heads: 7 }), /divisor/],
    ['silu', edit(bert, 'config.json', { hidden_act: 'silu' }), /"hidden_act" is "silu"/],
    [
      'relative positions',
      edit(bert, 'config.json', { position_embedding_type: 'relative_key' }),
      /"relative_key"; Facet needs one of absolute/,
    ],
    ['a decoder', edit(bert, 'config.json', { is_decoder: true }), /"is_decoder"/],
    [
      'more tokens than positions',
      edit(bert, 'sentence_bert_config.json', { max_seq_length: 513 }),
      /sentence_bert_config\.json: field "max_seq_length" is 513/,
    ],
    [
      'lower-casing',
      edit(bert, 'sentence_bert_config.json', { do_lower_case: true }),
      /do_lower_case/,
    ],
    [
      'pooling of [CLS]',
      edit(bert, '1_Pooling/config.json', { pooling_mode_cls_token: true }),
      /1_Pooling\/config\.json: field "pooling_mode_cls_token" is true/,
    ],
    [
      'no mean',
      edit(bert, '1_Pooling/config.json', { pooling_mode_mean_tokens: false }),
      /"pooling_mode_mean_tokens" is false/,
    ],
    ['pooling by name', edit(bert, '1_Pooling/config.json', { pooling_mode: 'max' }), /"max"/],
    [
      'pooling of another width',
      edit(bert, '1_Pooling/config.json', { word_embedding_dimension: 768 }),
      /768; Facet needs the encoder's width, 384/,
    ],
    [
      'no pooling config',
      without(bert, '1_Pooling/config.json'),
      /1_Pooling\/config\.json: is missing/,
    ],
    [
      'Dense of another width',
      edit(t5, '2_Dense/config.json', { in_features: 1024 }),
      /"in_features"/,
    ],
    [
      'ReLU in Dense',
      edit(t5, '2_Dense/config.json', { activation_function: 'torch.nn.modules.activation.ReLU' }),
      /"activation_function"/,
    ],
    [
      'Dense weights of another shape',
      edit(t5, '2_Dense/config.json', { out_features: 384 }),
      /2_Dense\/model\.safetensors: tensor "linear\.weight": has shape \[768, 768\]/,
    ],
    [
      'a bias that is not there',
      edit(t5, '2_Dense/config.json', { bias: true }),
      /"linear\.bias": is missing/,
    ],
    ['no Dense weights', without(t5, '2_Dense/model.safetensors'), /2_Dense\/: has no weights/],
    [
      'no weights',
      without(t5, 'model.safetensors'),
      /has no weights; one of model\.safetensors, pytorch/,
    ],
    [
      'no tokenizer',
      without(t5, 'tokenizer.json'),
      /tokenizer\.json: is missing; .*fast tokenizer/,
    ],
    [
      'modules that are no list',
      { ...t5, 'modules.json': {} },
      /modules\.json: does not hold a list/,
    ],
    ['no modules', { ...t5, 'modules.json': [] }, /lists the modules \(none\)/],
    [
      'modules in another order',
      {
        ...t5,
        'modules.json': [
          module(0, '', 'Transformer'),
          module(1, '1_Pooling', 'Pooling'),
          module(2, '', 'Normalize'),
          module(3, '2_Dense', 'Dense'),
        ],
      },
      /Transformer Pooling Normalize Dense/,
    ],
    [
      'another module',
      { ...t5, 'modules.json': [module(0, '', 'CLIPModel')] },
      /models\.CLIPModel"/,
    ],
    [
      'a path out of the folder',
      {
        ...t5,
        'modules.json': [module(0, '', 'Transformer'), module(1, '../1_Pooling', 'Pooling')],
      },
      /1_Pooling/,
    ],
  ])('%s', async (_, files, message) => {
    await expectCheckpointError(() => openCheckpoint(memoryFolder(files)), message);
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
        expect(floats.some((value) => value !== 0) || /bias/i.test(tensor), tensor).toBe(true);
      }
    }
  });
});
