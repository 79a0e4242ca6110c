/** BERT encoder (Devlin et al. 2019) as graph nodes; post-layer-norm, as in Hugging Face `BertModel`. */
import { attention, type Layers, paddingBias, type Range } from '../layers.ts';
import { CONTRIB, type Value } from '../onnx.ts';
import type { BertSpec } from '../spec.ts';

/** [batch, sequence] ids → [batch, sequence, d_model] hidden states. */
export function bertEncoder(
  layers: Layers,
  spec: BertSpec,
  ids: Value,
  attentionMask: Value,
  positionIds: Value,
): Value {
  const padding = paddingBias(layers.graph, attentionMask);
  let hidden = bertEmbedding(layers, spec, ids, positionIds);
  for (let layer = 0; layer < spec.layers; layer++) {
    hidden = bertLayer(layers, spec, `layers.${layer}`, hidden, padding);
  }
  return hidden;
}

export function bertEmbedding(
  layers: Layers,
  spec: BertSpec,
  ids: Value,
  positionIds: Value,
): Value {
  const { graph } = layers;
  const positions = graph.op('Gather', [layers.vector('embed.positions'), positionIds]);
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

/** `bias` is added to the attention scores. */
export function bertLayer(
  layers: Layers,
  spec: BertSpec,
  at: string,
  hidden: Value,
  bias: Value,
): Value {
  const addAndNorm = (x: Value, name: string, norm: string, skip: Value, range: Range = 'signed') =>
    layers.graph.op(
      'SkipLayerNormalization',
      [
        layers.linear(x, name, range),
        skip,
        layers.vector(`${norm}.weight`),
        layers.vector(`${norm}.bias`),
        layers.bias(name, range),
      ],
      { epsilon: { float: spec.normEpsilon } },
      CONTRIB,
    );
  const qkv = layers.linearWithBias(hidden, `${at}.qkv`);
  const context = attention(layers, spec, qkv, bias, 1 / Math.sqrt(spec.headSize));
  const attended = addAndNorm(context, `${at}.attention_out`, `${at}.attention_norm`, hidden);
  const inner = feedForwardIn(layers, spec, attended, `${at}.ffn_in`);
  const range = spec.activation === 'relu' ? 'relu' : 'gelu';
  return addAndNorm(inner, `${at}.ffn_out`, `${at}.ffn_norm`, attended, range);
}

function feedForwardIn(layers: Layers, spec: BertSpec, x: Value, name: string): Value {
  const { graph } = layers;
  if (spec.activation === 'relu') return graph.op('Relu', [layers.linearWithBias(x, name)]);
  // BiasGelu is the exact (erf) form, FastGelu the tanh form that BERT configs call gelu_new.
  const type = spec.activation === 'gelu' ? 'BiasGelu' : 'FastGelu';
  return graph.op(type, [layers.linear(x, name), layers.bias(name)], {}, CONTRIB);
}
