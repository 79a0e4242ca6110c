/**
 * T5 encoder (Raffel et al. 2020): pre-RMS-norm, relative-position bias, unscaled attention; as Hugging Face
 * `T5EncoderModel`.
 */
import type { JsonObject } from '../../checkpoint/json.ts';
import { matrix, table, vector } from '../declare.ts';
import { attention, type Layers, paddingBias } from '../layers.ts';
import { CONTRIB, type Value } from '../onnx.ts';
import { bucketsByDistance, relativePositionBuckets } from '../relative-positions.ts';
import type { CommonSpec } from '../spec.ts';
import { COUNT, EPSILON, MAX_TOKENS, SIZE, same, VOCABULARY, WIDTH } from './bounds.ts';
import type { EncoderFamily, OwnValues } from './family.ts';

export interface T5Spec extends CommonSpec {
  readonly family: 't5';
  readonly relativeAttentionBuckets: number;
  readonly relativeAttentionMaxDistance: number;
  /** Activation: relu for T5 v1.0; the gated variants multiply act(x·W0) by x·W1 (T5 v1.1). */
  readonly activation: 'relu' | 'gelu_new';
  readonly gated: boolean;
}

/** Relative-position bucket of key − query. */
const BUCKETS = 'relative_buckets';
const RELATIVE_BIAS = 'relative_bias';

const FEED_FORWARD_FORMS = {
  relu: { activation: 'relu', gated: false },
  'gated-gelu': { activation: 'gelu_new', gated: true },
} as const;

export const t5: EncoderFamily<T5Spec> = {
  name: 't5',
  words: 'T5 encoder',
  members: 'INSTRUCTOR, GTR, sentence-T5',
  modelClass: 'T5EncoderModel',
  tokenizer: {
    className: 'T5',
    tokens: { eos_token: '</s>', unk_token: '<unk>', pad_token: '<pad>' },
    extraIds: 100,
  },

  parseConfig: (config) => ({
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
    ...config.choice<(typeof FEED_FORWARD_FORMS)[keyof typeof FEED_FORWARD_FORMS]>(
      'feed_forward_proj',
      FEED_FORWARD_FORMS,
      'relu',
    ),
  }),
  parseOwn: (fields) => ({
    relativeAttentionBuckets: fields.integer('relativeAttentionBuckets', { min: 4, max: 4096 }),
    relativeAttentionMaxDistance: fields.integer('relativeAttentionMaxDistance', SIZE),
    activation: fields.choice('activation', same(['relu', 'gelu_new'])),
    gated: fields.boolean('gated'),
  }),
  longest: () => MAX_TOKENS,
  // T5 has no last position; n_positions is the length it was trained at.
  trained: (_, config) => config.integer('n_positions', { min: 2, max: MAX_TOKENS, fallback: 512 }),

  prefixes: [],
  exported: {
    roots: ['shared', 'encoder'],
    // A T5Stack exported alone.
    bare: { modules: /^(block\.\d+\.|final_layer_norm|embed_tokens)/, within: 'encoder' },
    // The token table belongs to the model, and the encoder calls it.
    table: { paths: /(^|\.)(shared|embed_tokens)$/, module: 'shared' },
  },
  tensors: {
    table: ({ vocabSize, hiddenSize }) =>
      table(
        'embed.tokens',
        ['shared.weight', 'encoder.embed_tokens.weight'],
        [vocabSize, hiddenSize],
      ),
    embed: ({ relativeAttentionBuckets, heads }) => [
      vector(
        RELATIVE_BIAS,
        ['encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight'],
        [relativeAttentionBuckets, heads],
      ),
    ],
    layer({ hiddenSize: d, feedForwardSize: ff, heads, headSize, gated }, to, index) {
      const inner = heads * headSize;
      const attended = `encoder.block.${index}.layer.0`;
      const fed = `encoder.block.${index}.layer.1`;
      const projections = ['q', 'k', 'v'].map((p) => `${attended}.SelfAttention.${p}`);
      const widening = gated ? ['wi_0', 'wi_1'] : ['wi'];
      return [
        vector(`${to}.attention_norm.weight`, [`${attended}.layer_norm.weight`], [d]),
        matrix(`${to}.qkv`, d, projections, [inner, inner, inner]),
        matrix(`${to}.attention_out`, inner, [`${attended}.SelfAttention.o`], [d]),
        vector(`${to}.ffn_norm.weight`, [`${fed}.layer_norm.weight`], [d]),
        matrix(
          `${to}.ffn_in`,
          d,
          widening.map((w) => `${fed}.DenseReluDense.${w}`),
          widening.map(() => ff),
        ),
        matrix(`${to}.ffn_out`, ff, [`${fed}.DenseReluDense.wo`], [d]),
      ];
    },
    last: ({ hiddenSize }) => [
      vector('final_norm.weight', ['encoder.final_layer_norm.weight'], [hiddenSize]),
    ],
  },
  shared: [RELATIVE_BIAS],
  smoothing: ({ gated, activation, feedForwardSize }) => [
    // Downstream first: the columns scaled here count when the matrix's own input is smoothed. Scales through ReLU,
    // which commutes with a positive factor, or into the linear half of a gated layer.
    ...(gated || activation === 'relu'
      ? [
          {
            matrix: 'ffn_out',
            into: 'columns' as const,
            of: 'ffn_in',
            first: gated ? feedForwardSize : 0,
          },
        ]
      : []),
    { matrix: 'qkv', into: 'norm', norm: 'attention_norm.weight' },
    { matrix: 'ffn_in', into: 'norm', norm: 'ffn_norm.weight' },
  ],

  inputs: [
    {
      name: BUCKETS,
      shape: ['sequence', 'sequence'],
      readBy: 'layers',
      values: ({ relativeAttentionBuckets, relativeAttentionMaxDistance }, length) =>
        relativePositionBuckets(length, relativeAttentionBuckets, relativeAttentionMaxDistance),
      computed(graph, spec, positions) {
        const { relativeAttentionBuckets: buckets, relativeAttentionMaxDistance: far } = spec;
        // From `far` on all distances share a bucket, and the model reads no further than its limit.
        const last = Math.min(far, spec.maxSeqLength);
        const byDistance = bucketsByDistance(last + 1, buckets, far);
        const keys = graph.op('Unsqueeze', [positions, graph.int64([0])]);
        const queries = graph.op('Unsqueeze', [positions, graph.int64([1])]);
        const relative = graph.op('Sub', [keys, queries]);
        const distance = graph.op('Min', [graph.op('Abs', [relative]), graph.int64(last)]);
        const bucket = graph.op('Gather', [graph.int64([...byDistance]), distance]);
        const after = graph.op('Cast', [graph.op('Greater', [relative, graph.int64(0)])], {
          to: 7,
        });
        return graph.op('Add', [bucket, graph.op('Mul', [after, graph.int64(buckets >> 1)])]);
      },
    },
  ],
  graph: {
    encoder(layers, spec, ids, attentionMask, own) {
      const { graph } = layers;
      const positions = positionBias(layers, own);
      const bias = graph.op('Add', [positions, paddingBias(graph, attentionMask)]);

      let residual = layers.embedding('embed.tokens', ids);
      let normed = rmsNorm(layers, spec, residual, 'layers.0.attention_norm');
      for (let layer = 0; layer < spec.layers; layer++) {
        const sum = unsummedLayer(layers, spec, `layers.${layer}`, normed, residual, bias);
        const next = layer + 1 < spec.layers ? `layers.${layer + 1}.attention_norm` : 'final_norm';
        [normed, residual] = addAndNorm(layers, sum.update, sum.residual, next, spec);
      }
      return normed;
    },
    embed: (layers, _, ids) => layers.embedding('embed.tokens', ids),
    layer(layers, spec, at, hidden, own) {
      const normed = rmsNorm(layers, spec, hidden, `${at}.attention_norm`);
      const bias = positionBias(layers, own);
      const sum = unsummedLayer(layers, spec, at, normed, hidden, bias);
      return layers.graph.op('Add', [sum.update, sum.residual]);
    },
    last: (layers, spec, hidden) => rmsNorm(layers, spec, hidden, 'final_norm'),
  },
};

/** Reads the number of buckets: half are for each direction, and half of those for exact distances. */
function evenBuckets(config: JsonObject): number {
  const buckets = config.integer('relative_attention_num_buckets', { ...COUNT, min: 4 });
  if (buckets % 4 === 0) return buckets;
  return config.fail('relative_attention_num_buckets', buckets, 'a multiple of 4');
}

/** Computes the position bias, buckets [sequence, sequence] → [1, heads, sequence, sequence], shared by all layers. */
function positionBias(layers: Layers, own: OwnValues): Value {
  const { graph } = layers;
  const values = graph.op('Gather', [layers.vector(RELATIVE_BIAS), own[BUCKETS]!]);
  return graph.op('Unsqueeze', [
    graph.op('Transpose', [values], { perm: [2, 0, 1] }),
    graph.int64([0]),
  ]);
}

/** Computes the RMS norm of the residual stream that layer `at` reads, or `final_norm`. */
function rmsNorm(layers: Layers, spec: T5Spec, x: Value, norm: string): Value {
  return layers.graph.op('SimplifiedLayerNormalization', [x, layers.vector(`${norm}.weight`)], {
    axis: -1,
    epsilon: { float: spec.normEpsilon },
  });
}

/** Computes one layer; its output is the sum of the two, which the caller adds together with the next norm. */
function unsummedLayer(
  layers: Layers,
  spec: T5Spec,
  at: string,
  normed: Value,
  residual: Value,
  bias: Value,
): { update: Value; residual: Value } {
  const context = attention(layers, spec, layers.linear(normed, `${at}.qkv`), bias, 1);
  const [inner, after] = addAndNorm(
    layers,
    layers.linear(context, `${at}.attention_out`),
    residual,
    `${at}.ffn_norm`,
    spec,
  );
  const update = layers.linear(
    feedForwardIn(layers, spec, inner, `${at}.ffn_in`),
    `${at}.ffn_out`,
    spec.gated || spec.activation !== 'relu' ? 'signed' : 'relu',
  );
  return { update, residual: after };
}

/** Computes the residual sum and its RMS norm in one operator. */
function addAndNorm(
  layers: Layers,
  x: Value,
  residual: Value,
  norm: string,
  spec: T5Spec,
): [normed: Value, residual: Value] {
  const outputs = layers.graph.ops(
    'SkipSimplifiedLayerNormalization',
    [x, residual, layers.vector(`${norm}.weight`)],
    4,
    { epsilon: { float: spec.normEpsilon } },
    CONTRIB,
  );
  return [outputs[0]!, outputs[3]!];
}

function feedForwardIn(layers: Layers, spec: T5Spec, x: Value, name: string): Value {
  const { graph } = layers;
  const activate = (value: Value) =>
    spec.activation === 'relu'
      ? graph.op('Relu', [value])
      : graph.op('FastGelu', [value], {}, CONTRIB);
  const projected = layers.linear(x, name);
  if (!spec.gated) return activate(projected);
  const size = spec.feedForwardSize;
  const [gate, value] = graph.ops('Split', [projected, graph.int64([size, size])], 2, {
    axis: -1,
  }) as [Value, Value];
  return graph.op('Mul', [activate(gate), value]);
}
