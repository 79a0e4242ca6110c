/** Checkpoint folders in memory for tests: the JSON of published ones, and ways to change it. */
import { encodeSafetensors } from '../src/checkpoint/safetensors.ts';

export type Files = Record<string, Uint8Array | object>;

export const weights = (...tensors: [string, number[]][]) =>
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

/** An entry of modules.json. */
export const module = (idx: number, path: string, type: string) => ({
  idx,
  name: String(idx),
  path,
  type: `sentence_transformers.models.${type}`,
});

/** modules.json of a Transformer and the given modules, each in the library's usual folder. */
const modules = (...types: string[]) =>
  ['Transformer', ...types].map((type, i) => module(i, i === 0 ? '' : `${i}_${type}`, type));

/** The JSON of hkunlp/instructor-base, with only the shapes of its Dense weights. */
export const instructor = (): Files => ({
  'modules.json': modules('Pooling', 'Dense', 'Normalize'),
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
export const miniLm = (): Files => ({
  'modules.json': modules('Pooling', 'Normalize'),
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

/** The files with changed fields in one JSON file; undefined removes a field. */
export function edit(files: Files, path: string, fields: Record<string, unknown>): Files {
  const edited = { ...(files[path] as Record<string, unknown>), ...fields };
  return { ...files, [path]: edited };
}

export function without(files: Files, ...paths: string[]): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));
}
