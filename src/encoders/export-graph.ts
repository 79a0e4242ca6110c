/**
 * Writes a model as ONNX for other programs: ids and masks in, vectors out, nothing else to compute. The weights lie in
 * one file, which all graphs of a model share.
 */
import { GRAPH, sentence } from './build.ts';
import { type EncoderSpec, familyOf } from './families/index.ts';
import { Layers, type Target } from './layers.ts';
import { GraphWriter, type Placement } from './onnx.ts';
import type { Precision } from './quantise.ts';
import type { ModelTensors } from './tensors.ts';

/** Names of an exported graph's inputs, int64 [batch, length], and of its output, float [batch, dim]. */
export const EXPORTED = {
  ids: 'ids',
  attentionMask: GRAPH.attentionMask,
  poolingMask: GRAPH.poolingMask,
  output: GRAPH.output,
} as const;

/** Processors that a graph is for. The precision decides whether they need different ones. */
type Processor = 'cpu' | 'cuda';

export interface ExportedGraphs {
  /** Graph of each processor; one object for both where it is the same. Serialised ModelProto. */
  readonly graphs: Readonly<Record<Processor, Uint8Array<ArrayBuffer>>>;
  /** The file of weights: pieces and the zeros between them, in order. */
  readonly data: readonly Uint8Array[];
  readonly dataBytes: number;
}

/** Bytes from which on a weight lies outside the protobuf. */
const EXTERNAL = 1024;
/** Weights begin at pages, so that a runtime can map them. */
const PAGE = 4096;

/**
 * An int8 model has two graphs over the same weights: activations in 8 bits on a CPU, as on WASM; in fp32 on CUDA, which
 * has no such operator. The vectors of both are those of the page on WASM and on WebGPU.
 * @param dataFile Name of the file of weights, beside the graphs.
 */
export function exportGraphs(
  spec: EncoderSpec,
  tensors: ModelTensors,
  precision: Precision,
  dataFile: string,
): ExportedGraphs {
  const data: Uint8Array[] = [];
  let dataBytes = 0;
  const places = new Map<Uint8Array, number>();
  const place: Placement = (_, bytes) => {
    if (bytes.byteLength < EXTERNAL) return null;
    let offset = places.get(bytes);
    if (offset === undefined) {
      const padding = (PAGE - (dataBytes % PAGE)) % PAGE;
      if (padding > 0) data.push(new Uint8Array(padding));
      offset = dataBytes + padding;
      places.set(bytes, offset);
      data.push(bytes);
      dataBytes = offset + bytes.byteLength;
    }
    return { location: dataFile, offset };
  };
  const cpu = graphOf(spec, tensors, 'wasm', place);
  const cuda = precision === 'int8' ? graphOf(spec, tensors, 'cuda', place) : cpu;
  return { graphs: { cpu, cuda }, data, dataBytes };
}

function graphOf(
  spec: EncoderSpec,
  tensors: ModelTensors,
  target: Target,
  place: Placement,
): Uint8Array<ArrayBuffer> {
  const graph = new GraphWriter(place);
  const layers = new Layers(graph, tensors, target);
  const shape = ['batch', 'length'];
  const ids = graph.input(EXPORTED.ids, 'int64', shape);
  const attentionMask = graph.input(EXPORTED.attentionMask, 'int64', shape);
  const poolingMask = graph.input(EXPORTED.poolingMask, 'int64', shape);
  const family = familyOf(spec);
  const length = graph.op('Squeeze', [graph.op('Shape', [ids], { start: 1 })]);
  const positions = graph.op('Range', [graph.int64(0), length, graph.int64(1)]);
  const own = Object.fromEntries(
    family.inputs.map((input) => [input.name, input.computed(graph, spec, positions)]),
  );
  const hidden = family.graph.encoder(layers, spec, ids, attentionMask, own);
  graph.output(
    EXPORTED.output,
    'float',
    ['batch', spec.dim],
    sentence(layers, spec, hidden, poolingMask),
  );
  return graph.finish().model;
}
