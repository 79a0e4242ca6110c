/** BERT encoder (Devlin et al. 2019) as graph nodes; post-layer-norm, as in Hugging Face `BertModel`. */
import { attention, type Layers, paddingBias, type Range } from './layers.ts';
import { CONTRIB, type Value } from './onnx.ts';
import type { BertSpec } from './spec.ts';

/** [batch, sequence] ids → [batch, sequence, d_model] hidden states. */
export function bertEncoder(
  layers: Layers,
  spec: BertSpec,
  ids: Value,
  attentionMask: Value,
  positionIds: Value,
): Value {
  const { graph } = layers;
  const padding = paddingBias(graph, attentionMask);
  const epsilon = { float: spec.normEpsilon };

  const positions = graph.op('Gather', [layers.vector('embed.positions'), positionIds]);
  const words = layers.embedding('embed.tokens', ids);
  const embedded = graph.op('Add', [words, positions]);
  let hidden = graph.op(
    'LayerNormalization',
    [embedded, layers.vector('embed.norm.weight'), layers.vector('embed.norm.bias')],
    { axis: -1, epsilon },
  );
  const addAndNorm = (x: Value, name: string, norm: string, skip: Value, range: Range = 'signed') =>
    graph.op(
      'SkipLayerNormalization',
      [
        layers.linear(x, name, range),
        skip,
        layers.vector(`${norm}.weight`),
        layers.vector(`${norm}.bias`),
        layers.bias(name, range),
      ],
      { epsilon },
      CONTRIB,
    );

  for (let layer = 0; layer < spec.layers; layer++) {
    const at = `layers.${layer}`;
    const qkv = layers.linearWithBias(hidden, `${at}.qkv`);
    const context = attention(layers, spec, qkv, padding, 1 / Math.sqrt(spec.headSize));
    hidden = addAndNorm(context, `${at}.attention_out`, `${at}.attention_norm`, hidden);
    const inner = feedForwardIn(layers, spec, hidden, `${at}.ffn_in`);
    const range = spec.activation === 'relu' ? 'relu' : 'gelu';
    hidden = addAndNorm(inner, `${at}.ffn_out`, `${at}.ffn_norm`, hidden, range);
  }
  return hidden;
}

function feedForwardIn(layers: Layers, spec: BertSpec, x: Value, name: string): Value {
  const { graph } = layers;
  if (spec.activation === 'relu') return graph.op('Relu', [layers.linearWithBias(x, name)]);
  // BiasGelu is the exact (erf) form, FastGelu the tanh form that BERT configs call gelu_new.
  const type = spec.activation === 'gelu' ? 'BiasGelu' : 'FastGelu';
  return graph.op(type, [layers.linear(x, name), layers.bias(name)], {}, CONTRIB);
}
