/**
 * A model as one graph a group of tensors (canonical.ts), for converting: a text goes through them one after
 * the other, so that only one group's weights are in memory. fp32 arithmetic, one text at a time, no padding.
 */

import { GRAPH, sentence } from './build.ts';
import { bertEmbedding, bertLayer } from './families/bert.ts';
import { rmsNorm, t5Layer, t5PositionBias } from './families/t5.ts';
import { Layers, type LinearObserver } from './layers.ts';
import { GraphWriter, type OnnxGraph, type Value } from './onnx.ts';
import type { EncoderSpec } from './spec.ts';
import type { ModelTensors } from './tensors.ts';

/** Inputs besides those of {@link GRAPH}, and outputs. */
export const STAGE = {
  /** Float [1, sequence, d_model]: hidden states, in T5 the residual stream. Not of the first stage. */
  input: 'hidden_in',
  /** Float, as the input; of the last stage the vector [1, dim]. */
  output: 'hidden_out',
  /** Prefix of calibration outputs: the largest magnitude of each channel of a matrix' input, float [in]. */
  largest: 'max.',
} as const;

/** @param tensors fp32, of this group; of T5's layers also `relative_bias`. */
export function buildStage(
  spec: EncoderSpec,
  group: string,
  tensors: ModelTensors,
  { calibrate = false } = {},
): OnnxGraph {
  const graph = new GraphWriter();
  const observe: LinearObserver = (name, x) => {
    const largest = graph.op('ReduceMax', [graph.op('Abs', [x]), graph.int64([0, 1])], {
      keepdims: 0,
    });
    graph.output(STAGE.largest + name, 'float', [tensors.get(name)!.shape[0]!], largest);
  };
  const layers = new Layers(graph, tensors, 'wasm', calibrate ? observe : undefined);
  const states: readonly (number | string)[] = [1, 'sequence', spec.hiddenSize];
  if (group === 'embed') {
    graph.output(STAGE.output, 'float', states, embedding(layers, spec));
    return graph.finish();
  }
  const hidden = graph.input(STAGE.input, 'float', states);
  if (group === 'head') {
    const poolingMask = graph.input(GRAPH.poolingMask, 'int32', [1, 'sequence']);
    const last = spec.family === 't5' ? rmsNorm(layers, spec, hidden, 'final_norm') : hidden;
    graph.output(STAGE.output, 'float', [1, spec.dim], sentence(layers, spec, last, poolingMask));
  } else {
    graph.output(STAGE.output, 'float', states, layer(layers, spec, group, hidden));
  }
  return graph.finish();
}

function embedding(layers: Layers, spec: EncoderSpec): Value {
  const ids = layers.graph.input(GRAPH.ids, 'int32', [1, 'sequence']);
  if (spec.family === 't5') return layers.embedding('embed.tokens', ids);
  const positions = layers.graph.input(GRAPH.positionIds, 'int32', ['sequence']);
  return bertEmbedding(layers, spec, ids, positions);
}

function layer(layers: Layers, spec: EncoderSpec, at: string, hidden: Value): Value {
  const { graph } = layers;
  if (spec.family === 'bert') return bertLayer(layers, spec, at, hidden, graph.float(0));
  const buckets = graph.input(GRAPH.relativeBuckets, 'int32', ['sequence', 'sequence']);
  const normed = rmsNorm(layers, spec, hidden, `${at}.attention_norm`);
  const bias = t5PositionBias(layers, buckets);
  const sum = t5Layer(layers, spec, at, normed, hidden, bias);
  return graph.op('Add', [sum.update, sum.residual]);
}
