/** Layers that normalise after the addition, as BERT's and its descendants' do. */
import { attention, type Layers, type Range } from './layers.ts';
import { CONTRIB, type Value } from './onnx.ts';
import type { CommonSpec } from './spec.ts';

export type PostNormActivation = 'gelu' | 'relu' | 'gelu_new';

interface PostNormSpec extends Pick<CommonSpec, 'heads' | 'headSize' | 'normEpsilon'> {
  readonly activation: PostNormActivation;
}

/** Computes one layer: hidden states [batch, sequence, d_model] → the same. `bias` is added to the attention scores. */
export function postNormLayer(
  layers: Layers,
  spec: PostNormSpec,
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

function feedForwardIn(layers: Layers, spec: PostNormSpec, x: Value, name: string): Value {
  const { graph } = layers;
  if (spec.activation === 'relu') return graph.op('Relu', [layers.linearWithBias(x, name)]);
  // BiasGelu is the exact (erf) form, FastGelu the tanh form that BERT configs call gelu_new.
  const type = spec.activation === 'gelu' ? 'BiasGelu' : 'FastGelu';
  return graph.op(type, [layers.linear(x, name), layers.bias(name)], {}, CONTRIB);
}
