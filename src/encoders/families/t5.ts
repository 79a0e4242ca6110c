/** T5 encoder (Raffel et al. 2020) as graph nodes; pre-RMS-norm, as in Hugging Face `T5EncoderModel`. */
import { attention, type Layers, paddingBias } from '../layers.ts';
import { CONTRIB, type Value } from '../onnx.ts';
import type { T5Spec } from '../spec.ts';

/** [batch, sequence] ids → [batch, sequence, d_model] hidden states. */
export function t5Encoder(
  layers: Layers,
  spec: T5Spec,
  ids: Value,
  attentionMask: Value,
  relativeBuckets: Value,
): Value {
  const { graph } = layers;
  const positions = t5PositionBias(layers, relativeBuckets);
  const bias = graph.op('Add', [positions, paddingBias(graph, attentionMask)]);

  let residual = layers.embedding('embed.tokens', ids);
  let normed = rmsNorm(layers, spec, residual, 'layers.0.attention_norm');
  for (let layer = 0; layer < spec.layers; layer++) {
    const sum = t5Layer(layers, spec, `layers.${layer}`, normed, residual, bias);
    const nextNorm = layer + 1 < spec.layers ? `layers.${layer + 1}.attention_norm` : 'final_norm';
    [normed, residual] = addAndNorm(layers, sum.update, sum.residual, nextNorm, spec);
  }
  return normed;
}

/** Buckets [sequence, sequence] → [1, heads, sequence, sequence], shared by all layers. */
export function t5PositionBias(layers: Layers, relativeBuckets: Value): Value {
  const { graph } = layers;
  const values = graph.op('Gather', [layers.vector('relative_bias'), relativeBuckets]);
  return graph.op('Unsqueeze', [
    graph.op('Transpose', [values], { perm: [2, 0, 1] }),
    graph.int64([0]),
  ]);
}

/** The RMS norm of the residual stream that layer `at` reads, or `final_norm`. */
export function rmsNorm(layers: Layers, spec: T5Spec, x: Value, norm: string): Value {
  return layers.graph.op('SimplifiedLayerNormalization', [x, layers.vector(`${norm}.weight`)], {
    axis: -1,
    epsilon: { float: spec.normEpsilon },
  });
}

/** One layer; its output is the sum of the two, which the caller adds together with the next norm. */
export function t5Layer(
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

/** The residual sum and its RMS norm in one operator. */
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

/**
 * Relative-position buckets of T5's bidirectional attention, Int32Array [length × length]
 * (row: query, column: key). Half of the buckets are for keys after the query; of each half, the
 * first half counts single positions and the rest grows logarithmically up to `maxDistance`.
 * Source: `T5Attention._relative_position_bucket`, Hugging Face transformers.
 */
export function relativePositionBuckets(
  length: number,
  buckets: number,
  maxDistance: number,
): Int32Array<ArrayBuffer> {
  const half = buckets >> 1;
  const exact = half >> 1;
  const byDistance = Int32Array.from({ length }, (_, distance) => {
    if (distance < exact) return distance;
    // In fp32 as torch does it: at exact powers the rounding decides the bucket.
    const fraction = Math.fround(
      Math.fround(Math.log(Math.fround(distance / exact))) /
        Math.fround(Math.log(maxDistance / exact)),
    );
    return Math.min(exact + Math.trunc(Math.fround(fraction * (half - exact))), half - 1);
  });
  const result = new Int32Array(length * length);
  for (let query = 0; query < length; query++) {
    for (let key = 0; key < length; key++) {
      const distance = Math.abs(key - query);
      result[query * length + key] = (key > query ? half : 0) + byDistance[distance]!;
    }
  }
  return result;
}
