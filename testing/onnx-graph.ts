/** A one-layer T5 as an ONNX graph with external weights, for tests. */
import { type Attribute, GraphWriter, type Value } from '../src/encoders/onnx.ts';
import { instructor, module } from './checkpoint-folders.ts';

export type Files = Record<string, Uint8Array | object>;

const ATTENTION = 'encoder.block.0.layer.0';
const FEED_FORWARD = 'encoder.block.0.layer.1';
export const NAMES = {
  q: `${ATTENTION}.SelfAttention.q.weight`,
  k: `${ATTENTION}.SelfAttention.k.weight`,
  v: `${ATTENTION}.SelfAttention.v.weight`,
  o: `${ATTENTION}.SelfAttention.o.weight`,
  wi: `${FEED_FORWARD}.DenseReluDense.wi.weight`,
  wo: `${FEED_FORWARD}.DenseReluDense.wo.weight`,
} as const;

/** 0, 1, 2, … as 32-bit floats: each element tells its position. */
export const counting = (count: number) => Float32Array.from({ length: count }, (_, i) => i);
const bytes = (array: ArrayBufferView) =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** d_model 4, one head of 2, d_ff 6. Each matrix reaches its product in another way that exporters use. */
export function t5Graph(
  change: { scales?: number; scale?: number; perm?: number[]; wi?: number } = {},
): Files {
  const graph = new GraphWriter();
  const external: Files = {};
  const floats = (name: string, ...shape: number[]) => {
    const values = counting(shape.reduce((product, size) => product * size, 1));
    return graph.weight(name, 'float', shape, bytes(values));
  };
  const product = (weight: Value, op = 'MatMul', attributes: Record<string, Attribute> = {}) =>
    graph.op(op, [input, weight], attributes);
  const input = graph.op('Gather', [floats('shared.weight', 8, 4), graph.int64([1])]);
  graph.op('Gather', [floats(`${ATTENTION}.SelfAttention.relative_attention_bias.weight`, 4, 1)]);
  for (const norm of [`${ATTENTION}.layer_norm`, `${FEED_FORWARD}.layer_norm`]) {
    graph.op('Mul', [floats(`${norm}.weight`, 4), input]);
  }
  graph.op('Mul', [floats('encoder.final_layer_norm.weight', 4), input]);

  product(floats(NAMES.q, 4, 2));
  const turned = graph.op('Transpose', [floats(NAMES.k, 2, 4)], { perm: change.perm ?? [1, 0] });
  product(turned);
  product(floats(NAMES.v, 2, 4), 'Gemm', { transB: 1 });
  const integers = graph.weight(
    NAMES.o,
    'int8',
    [2, 4],
    Uint8Array.of(0, 1, 2, 3, 252, 253, 254, 255),
  );
  const zeros = graph.weight('zeros', 'int8', [4], Uint8Array.of(1, 0, 3, 2));
  const scales = Array.from(
    { length: change.scales ?? 4 },
    (_, i) => (change.scale ?? 0.5) * (i + 1),
  );
  product(graph.op('DequantizeLinear', [integers, graph.float(scales), zeros], { axis: 1 }));
  product(graph.op('Identity', [floats(NAMES.wi, 4, change.wi ?? 6)]));
  product(floats(NAMES.wo, 6, 4));

  const { model, external: tensors } = graph.finish();
  for (const { path, data } of tensors) external[`onnx/${path}`] = data;
  return { ...external, 'onnx/model.onnx': model };
}

/** JSON of a folder around the graph, without a Dense module. */
export function t5Json(): Files {
  const files = instructor();
  return {
    'config.json': {
      ...(files['config.json'] as object),
      ...{ d_model: 4, d_kv: 2, d_ff: 6, num_heads: 1, num_layers: 1, vocab_size: 8 },
      relative_attention_num_buckets: 4,
    },
    'modules.json': [
      module(0, '', 'Transformer'),
      module(1, '1_Pooling', 'Pooling'),
      module(2, '2_Normalize', 'Normalize'),
    ],
    '1_Pooling/config.json': { word_embedding_dimension: 4, pooling_mode_mean_tokens: true },
    'tokenizer.json': files['tokenizer.json']!,
    'tokenizer_config.json': files['tokenizer_config.json']!,
  };
}
