import { describe, test } from 'vitest';
import {
  edit,
  type Files,
  instructor,
  miniLm,
  module,
  without,
} from '../../testing/checkpoint-folders.ts';
import { expectCheckpointError, memoryFolder } from '../../testing/checkpoint-support.ts';
import { openCheckpoint } from './open-checkpoint.ts';

describe('refuses', () => {
  const t5 = instructor();
  const bert = miniLm();
  test.each<[string, Files, RegExp]>([
    ['config.json that is missing', without(t5, 'config.json'), /folder\/config\.json: is missing/],
    [
      'an adapter, naming its base',
      {
        'adapter_config.json': {
          peft_type: 'LORA',
          base_model_name_or_path: 'hkunlp/instructor-large',
        },
        'adapter_model.safetensors': new Uint8Array(8),
      },
      /adapter \(PEFT, LoRA\) of hkunlp\/instructor-large.*merge_and_unload/,
    ],
    [
      'an adapter of a base whose name would turn the line round',
      { 'adapter_config.json': { base_model_name_or_path: 'a\u202e\n'.repeat(100) } },
      /LoRA\) of (a ){33}a…, which/,
    ],
    [
      'a folder too low: its Pooling module',
      { 'config.json': { word_embedding_dimension: 768, pooling_mode_mean_tokens: true } },
      /config\.json: is of a Pooling module.*choose the folder above it/,
    ],
    [
      'a folder too low: its Dense module',
      { 'config.json': { in_features: 768, out_features: 768 } },
      /is of a Dense module.*choose the folder above it/,
    ],
    [
      'weights of TensorFlow alone',
      {
        ...without(t5, 'model.safetensors', 'pytorch_model.bin'),
        'tf_model.h5': new Uint8Array(8),
      },
      /has no weights.*TensorFlow.*SentenceTransformer/,
    ],
    [
      'a git-lfs pointer in place of tokenizer.json',
      {
        ...t5,
        'tokenizer.json': new TextEncoder().encode(
          'version https://git-lfs.github.com/spec/v1\noid',
        ),
      },
      /tokenizer\.json: is a git-lfs pointer.*git lfs pull/,
    ],
    ['config.json that is a list', { ...t5, 'config.json': [] }, /\[\] where an object/],
    ['a web page', { ...t5, 'config.json': new TextEncoder().encode('<html>') }, /web page/],
    ['another family', edit(bert, 'config.json', { model_type: 'roberta' }), /"roberta".*t5.*bert/],
    ['no family', edit(bert, 'config.json', { model_type: undefined }), /"model_type" is missing/],
    ['a width of 0', edit(t5, 'config.json', { d_model: 0 }), /config\.json: field "d_model" is 0/],
    ['a width as text', edit(t5, 'config.json', { d_ff: '3072' }), /field "d_ff" is "3072"/],
    [
      'sizes that are possible each and not together',
      edit(t5, 'config.json', { d_model: 1024, num_heads: 4096, d_kv: 256 }),
      /config\.json: field "attention matrix" is "1024 × 3 × 4096 × 256"; .*268435456 values/,
    ],
    [
      'a feed-forward layer that no array holds',
      edit(bert, 'config.json', { intermediate_size: 1 << 20 }),
      /"feed-forward matrix"/,
    ],
    [
      'an embedding table that no file holds',
      edit(t5, 'config.json', { vocab_size: 1 << 24, d_model: 1 << 12 }),
      /"embedding table"/,
    ],
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
      /"relative_key"; Facet needs "absolute"/,
    ],
    ['a decoder', edit(bert, 'config.json', { is_decoder: true }), /"is_decoder"/],
    [
      'more tokens than positions',
      edit(bert, 'sentence_bert_config.json', { max_seq_length: 513 }),
      /sentence_bert_config\.json: field "max_seq_length" is 513/,
    ],
    [
      'settings of the tokenizer elsewhere',
      edit(bert, 'sentence_bert_config.json', { tokenizer_args: { do_lower_case: false } }),
      /sentence_bert_config\.json: field "tokenizer_args" is/,
    ],
    [
      'a cut at the left',
      edit(bert, 'tokenizer_config.json', { truncation_side: 'left' }),
      /tokenizer_config\.json: field "truncation_side" is "left"/,
    ],
    [
      'a cut at the left in tokenizer.json',
      edit(bert, 'tokenizer.json', { truncation: { direction: 'Left' } }),
      /tokenizer\.json: truncation: field "direction" is "Left"/,
    ],
    [
      'a flag that is no flag',
      edit(bert, 'tokenizer_config.json', { do_lower_case: null }),
      /tokenizer_config\.json: field "do_lower_case" is null; Facet needs true or false/,
    ],
    [
      'a tokenizer of its own code',
      edit(bert, 'tokenizer_config.json', { tokenizer_class: 'BertJapaneseTokenizer' }),
      /"tokenizer_class" is "BertJapaneseTokenizer"/,
    ],
    [
      'cut vectors',
      { ...bert, 'config_sentence_transformers.json': { truncate_dim: 64 } },
      /config_sentence_transformers\.json: field "truncate_dim" is 64/,
    ],
    [
      'prompts that are a list',
      { ...bert, 'config_sentence_transformers.json': { prompts: ['query: '] } },
      /"prompts" is \["query: "\]; Facet needs texts by name/,
    ],
    [
      'a prompt that is no text',
      { ...bert, 'config_sentence_transformers.json': { prompts: { query: 1 } } },
      /"prompts\.query" is 1/,
    ],
    [
      'a default prompt that is not there',
      {
        ...bert,
        'config_sentence_transformers.json': {
          prompts: { query: 'query: ' },
          default_prompt_name: 'passage',
        },
      },
      /"default_prompt_name" is "passage"; Facet needs the name of one of "prompts"/,
    ],
    [
      'a doubtful include_prompt',
      edit(bert, '1_Pooling/config.json', { include_prompt: 'no' }),
      /1_Pooling\/config\.json: field "include_prompt" is "no"/,
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
