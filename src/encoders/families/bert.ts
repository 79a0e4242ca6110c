/**
 * BERT encoder (Devlin et al. 2019): learned positions, post-layer-norm, scaled attention; as Hugging Face `BertModel`.
 */
import { linear, norm, table } from '../declare.ts';
import { type Layers, paddingBias } from '../layers.ts';
import type { Value } from '../onnx.ts';
import { type PostNormActivation, postNormLayer } from '../post-norm.ts';
import type { CommonSpec } from '../spec.ts';
import { COUNT, EPSILON, SIZE, same, VOCABULARY, WIDTH } from './bounds.ts';
import type { EncoderFamily, OwnValues } from './family.ts';

export interface BertSpec extends CommonSpec {
  readonly family: 'bert';
  readonly maxPositions: number;
  readonly typeVocabSize: number;
  readonly activation: PostNormActivation;
}

/** Positions 0, 1, 2, … */
const POSITIONS = 'position_ids';

export const bert: EncoderFamily<BertSpec> = {
  name: 'bert',
  words: 'BERT',
  members: 'MiniLM and relatives',
  modelClass: 'BertModel',
  tokenizer: {
    className: 'Bert',
    tokens: {
      unk_token: '[UNK]',
      sep_token: '[SEP]',
      pad_token: '[PAD]',
      cls_token: '[CLS]',
      mask_token: '[MASK]',
    },
    extraIds: 0,
  },

  parseConfig(config) {
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
      activation: config.choice<PostNormActivation>('hidden_act', {
        gelu: 'gelu',
        relu: 'relu',
        gelu_new: 'gelu_new',
        gelu_pytorch_tanh: 'gelu_new',
      }),
    };
  },
  parseOwn: (fields) => ({
    maxPositions: fields.integer('maxPositions', SIZE),
    typeVocabSize: fields.integer('typeVocabSize', SIZE),
    activation: fields.choice('activation', same(['gelu', 'relu', 'gelu_new'])),
  }),
  longest: ({ maxPositions }) => maxPositions,
  trained: ({ maxPositions }) => maxPositions,

  prefixes: ['bert.'],
  exported: { roots: ['encoder', 'embeddings'], bare: null, table: null },
  tensors: {
    table: ({ vocabSize, hiddenSize }) =>
      table('embed.tokens', ['embeddings.word_embeddings.weight'], [vocabSize, hiddenSize]),
    embed: ({ hiddenSize, maxPositions, typeVocabSize }) => [
      // Every input is one segment, so token type 0 is a constant: added to the positions once.
      {
        name: 'embed.positions',
        role: 'vector',
        parts: [
          {
            from: ['embeddings.position_embeddings.weight'],
            shape: [maxPositions, hiddenSize],
          },
        ],
        firstRowOf: {
          from: ['embeddings.token_type_embeddings.weight'],
          shape: [typeVocabSize, hiddenSize],
        },
      },
      ...norm('embed.norm', 'embeddings.LayerNorm', hiddenSize),
    ],
    layer({ hiddenSize: d, feedForwardSize: ff, heads, headSize }, to, index) {
      const inner = heads * headSize;
      const from = `encoder.layer.${index}`;
      const projections = ['query', 'key', 'value'].map((p) => `${from}.attention.self.${p}`);
      return [
        ...linear(`${to}.qkv`, d, projections, [inner, inner, inner]),
        ...linear(`${to}.attention_out`, inner, [`${from}.attention.output.dense`], [d]),
        ...norm(`${to}.attention_norm`, `${from}.attention.output.LayerNorm`, d),
        ...linear(`${to}.ffn_in`, d, [`${from}.intermediate.dense`], [ff]),
        ...linear(`${to}.ffn_out`, ff, [`${from}.output.dense`], [d]),
        ...norm(`${to}.ffn_norm`, `${from}.output.LayerNorm`, d),
      ];
    },
    last: () => [],
  },
  shared: [],
  // Others read the residual stream too, so no norm can take the division.
  smoothing: () => [
    { matrix: 'qkv', into: 'input' },
    { matrix: 'ffn_in', into: 'input' },
  ],

  inputs: [
    {
      name: POSITIONS,
      shape: ['sequence'],
      readBy: 'embed',
      values: (_, length) => Int32Array.from({ length }, (_, position) => position),
      computed: (_graph, _spec, positions) => positions,
    },
  ],
  graph: {
    encoder(layers, spec, ids, attentionMask, own) {
      const padding = paddingBias(layers.graph, attentionMask);
      let hidden = embedding(layers, spec, ids, own);
      for (let layer = 0; layer < spec.layers; layer++) {
        hidden = postNormLayer(layers, spec, `layers.${layer}`, hidden, padding);
      }
      return hidden;
    },
    embed: embedding,
    layer: (layers, spec, at, hidden) =>
      postNormLayer(layers, spec, at, hidden, layers.graph.float(0)),
    last: (_layers, _spec, hidden) => hidden,
  },
};

function embedding(layers: Layers, spec: BertSpec, ids: Value, own: OwnValues): Value {
  const { graph } = layers;
  const positions = graph.op('Gather', [layers.vector('embed.positions'), own[POSITIONS]!]);
  const words = layers.embedding('embed.tokens', ids);
  return graph.op(
    'LayerNormalization',
    [
      graph.op('Add', [words, positions]),
      layers.vector('embed.norm.weight'),
      layers.vector('embed.norm.bias'),
    ],
    { axis: -1, epsilon: { float: spec.normEpsilon } },
  );
}
