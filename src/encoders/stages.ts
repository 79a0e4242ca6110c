/**
 * Builds a model as one graph per group of tensors (canonical.ts), for converting: a text goes through them one after
 * the other, so that only one group's weights are in memory. fp32 arithmetic, one text at a time, no padding.
 */

import { GRAPH, sentence } from './build.ts';
import { type EncoderSpec, familyOf } from './families/index.ts';
import { Layers, type LinearObserver } from './layers.ts';
import { GraphWriter, type OnnxGraph } from './onnx.ts';
import { inputsOfGroup, ownInputs } from './own-inputs.ts';
import type { ModelTensors } from './tensors.ts';

/** Names of inputs besides those of {@link GRAPH}, and of outputs. */
export const STAGE = {
  /** Float [1, sequence, d_model]: hidden states, in T5 the residual stream. Absent in the first stage. */
  input: 'hidden_in',
  /** Float, as the input; in the last stage the vector [1, dim]. */
  output: 'hidden_out',
  /** Prefix of calibration outputs: the largest magnitude of each channel of a matrix' input, float [in]. */
  largest: 'max.',
} as const;

/** @param tensors fp32 tensors of this group; for layers also the family's `shared` ones. */
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
  const parts = familyOf(spec).graph;
  if (group === 'embed') {
    const ids = graph.input(GRAPH.ids, 'int32', [1, 'sequence']);
    const own = ownInputs(graph, inputsOfGroup(spec, group));
    graph.output(STAGE.output, 'float', states, parts.embed(layers, spec, ids, own));
    return graph.finish();
  }
  const hidden = graph.input(STAGE.input, 'float', states);
  if (group === 'head') {
    const poolingMask = graph.input(GRAPH.poolingMask, 'int32', [1, 'sequence']);
    const last = parts.last(layers, spec, hidden);
    graph.output(STAGE.output, 'float', [1, spec.dim], sentence(layers, spec, last, poolingMask));
  } else {
    const own = ownInputs(graph, inputsOfGroup(spec, group));
    graph.output(STAGE.output, 'float', states, parts.layer(layers, spec, group, hidden, own));
  }
  return graph.finish();
}
