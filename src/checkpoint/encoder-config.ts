import type { BertSpec, EncoderSpec, T5Spec } from '../encoders/spec.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import type { JsonObject } from './json.ts';

/** What config.json alone says of an encoder: the rest of the spec comes from the modules around it. */
export type EncoderConfig = Omit<T5Spec, ModuleField> | Omit<BertSpec, ModuleField>;

type ModuleField = 'maxSeqLength' | 'dense' | 'normalize' | 'dim';

/** Bounds that no real encoder comes near, so that products of two fields stay exact. */
const WIDTH = { min: 1, max: 1 << 20 };
const COUNT = { min: 1, max: 1 << 12 };
const VOCABULARY = { min: 1, max: 1 << 24 };
const EPSILON = { min: 0, max: 1 };

/**
 * Reads a Hugging Face config.json. Fields that were added to the format after its first models
 * have Hugging Face's defaults; all others must be there.
 *
 * @throws CheckpointError naming the field, or the family if it is neither T5 nor BERT.
 */
export function parseEncoderConfig(config: JsonObject): EncoderConfig {
  const family = config.string('model_type');
  if (family === 't5') return parseT5(config);
  if (family === 'bert') return parseBert(config);
  throw new CheckpointError(
    `field "model_type" is ${JSON.stringify(family.slice(0, 80))}; Facet runs the families t5 (INSTRUCTOR, GTR, sentence-T5) and bert (MiniLM and relatives)`,
    { file: config.file },
  );
}

function parseT5(config: JsonObject): Omit<T5Spec, ModuleField> {
  const forms = {
    relu: { activation: 'relu', gated: false },
    'gated-gelu': { activation: 'gelu_new', gated: true },
  } as const;
  return {
    family: 't5',
    vocabSize: config.integer('vocab_size', VOCABULARY),
    hiddenSize: config.integer('d_model', WIDTH),
    layers: config.integer('num_layers', COUNT),
    heads: config.integer('num_heads', COUNT),
    headSize: config.integer('d_kv', COUNT),
    feedForwardSize: config.integer('d_ff', WIDTH),
    normEpsilon: config.number('layer_norm_epsilon', { ...EPSILON, fallback: 1e-6 }),
    relativeAttentionBuckets: evenBuckets(config),
    relativeAttentionMaxDistance: config.integer('relative_attention_max_distance', {
      ...WIDTH,
      fallback: 128,
    }),
    ...config.choice<(typeof forms)[keyof typeof forms]>('feed_forward_proj', forms, 'relu'),
  };
}

/** Half of the buckets are for each direction, and half of those for exact distances. */
function evenBuckets(config: JsonObject): number {
  const buckets = config.integer('relative_attention_num_buckets', { ...COUNT, min: 4 });
  if (buckets % 4 === 0) return buckets;
  return config.fail('relative_attention_num_buckets', buckets, 'a multiple of 4');
}

function parseBert(config: JsonObject): Omit<BertSpec, ModuleField> {
  config.choice('position_embedding_type', { absolute: true }, 'absolute');
  if (config.boolean('is_decoder', false)) config.fail('is_decoder', true, 'an encoder (false)');
  const hiddenSize = config.integer('hidden_size', WIDTH);
  const heads = config.integer('num_attention_heads', COUNT);
  if (hiddenSize % heads !== 0) {
    config.fail('num_attention_heads', heads, `a divisor of "hidden_size", ${hiddenSize}`);
  }
  return {
    family: 'bert',
    vocabSize: config.integer('vocab_size', VOCABULARY),
    hiddenSize,
    layers: config.integer('num_hidden_layers', COUNT),
    heads,
    headSize: hiddenSize / heads,
    feedForwardSize: config.integer('intermediate_size', WIDTH),
    normEpsilon: config.number('layer_norm_eps', { ...EPSILON, fallback: 1e-12 }),
    maxPositions: config.integer('max_position_embeddings', WIDTH),
    typeVocabSize: config.integer('type_vocab_size', { ...COUNT, fallback: 2 }),
    activation: config.choice<BertSpec['activation']>('hidden_act', {
      gelu: 'gelu',
      relu: 'relu',
      gelu_new: 'gelu_new',
      gelu_pytorch_tanh: 'gelu_new',
    }),
  };
}

/** The whole spec, from what config.json says and what the modules around the encoder say. */
export function completeSpec(
  config: EncoderConfig,
  modules: Pick<EncoderSpec, ModuleField>,
): EncoderSpec {
  return { ...config, ...modules };
}
