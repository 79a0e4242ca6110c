/**
 * Builds the ONNX graph of a model for one device: encoder, pooling over the pooling mask, Dense and L2 in one graph,
 * so that only finished vectors leave the device.
 */
import { type EncoderSpec, familyOf } from './families/index.ts';
import { Layers, type Target } from './layers.ts';
import { GraphWriter, type OnnxGraph, type Value } from './onnx.ts';
import { ownInputs } from './own-inputs.ts';
import type { ModelTensors } from './tensors.ts';

/** Names of the graph's inputs, all int32, besides those of its family, and of its output. */
export const GRAPH = {
  /** Token ids [batch, sequence]. */
  ids: 'input_ids',
  /** 1 for real tokens, 0 for padding [batch, sequence]. */
  attentionMask: 'attention_mask',
  /** 1 for tokens in the mean [batch, sequence]. */
  poolingMask: 'pooling_mask',
  /** Float [batch, dim]. */
  output: 'embedding',
} as const;

export function buildGraph(spec: EncoderSpec, tensors: ModelTensors, target: Target): OnnxGraph {
  const graph = new GraphWriter();
  const layers = new Layers(graph, tensors, target);
  const shape = ['batch', 'sequence'];
  const ids = graph.input(GRAPH.ids, 'int32', shape);
  const attentionMask = graph.input(GRAPH.attentionMask, 'int32', shape);
  const poolingMask = graph.input(GRAPH.poolingMask, 'int32', shape);
  const family = familyOf(spec);
  const own = ownInputs(graph, family.inputs);
  const hidden = family.graph.encoder(layers, spec, ids, attentionMask, own);
  graph.output(
    GRAPH.output,
    'float',
    ['batch', spec.dim],
    sentence(layers, spec, hidden, poolingMask),
  );
  return graph.finish();
}

/** Appends pooling, Dense and L2: hidden states [batch, sequence, d_model] → [batch, dim]. */
export function sentence(
  layers: Layers,
  spec: EncoderSpec,
  hidden: Value,
  poolingMask: Value,
): Value {
  const { graph } = layers;
  let vector = meanPooling(graph, hidden, poolingMask);
  for (const [index, dense] of spec.dense.entries()) {
    vector = layers.linearWithBias(vector, `dense.${index}`);
    if (dense.activation === 'tanh') vector = graph.op('Tanh', [vector]);
  }
  return spec.normalize ? l2Normalise(graph, vector) : vector;
}

/** Averages the tokens of the pooling mask; an empty mask gives zeros, as the package's clamp does. */
function meanPooling(graph: GraphWriter, hidden: Value, poolingMask: Value): Value {
  const mask = graph.op('Cast', [poolingMask], { to: 1 });
  const sum = graph.op('Squeeze', [
    graph.op('MatMul', [graph.op('Unsqueeze', [mask, graph.int64([1])]), hidden]),
    graph.int64([1]),
  ]);
  const count = graph.op('ReduceSum', [mask, graph.int64([-1])], { keepdims: 1 });
  return graph.op('Div', [sum, graph.op('Max', [count, graph.float(1e-9)])]);
}

function l2Normalise(graph: GraphWriter, vector: Value): Value {
  const squares = graph.op('ReduceSum', [graph.op('Mul', [vector, vector]), graph.int64([-1])], {
    keepdims: 1,
  });
  // torch.nn.functional.normalize: divide by max(‖v‖, 1e-12).
  const norm = graph.op('Max', [graph.op('Sqrt', [squares]), graph.float(1e-12)]);
  return graph.op('Div', [vector, norm]);
}
