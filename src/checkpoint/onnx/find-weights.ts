/**
 * Finds an encoder's weights in an ONNX graph, under their PyTorch names. Exporters keep PyTorch's names for vectors
 * and embedding tables, but transpose a linear layer's matrix and call it "onnx::MatMul_123": that one is identified by
 * the module that its product's node is named after, or by the bias added to the product.
 */
import { type Graph, isFloat, type Quantisation, type StoredWeight } from './graph.ts';
import type { Node } from './model.ts';
import type { ModuleNames } from './names.ts';

/** Finds weights by PyTorch's name, each as stored; `transposed` if PyTorch has it the other way round. */
export function findWeights(graph: Graph, names: ModuleNames): ReadonlyMap<string, StoredWeight> {
  const found = new Map<string, StoredWeight>();
  for (const tensor of graph.model.tensors.values()) {
    const name = names.nameIn(tensor.name);
    // A matrix is identified by its use.
    if (name !== null && tensor.shape.length === 1) {
      found.set(name, { tensor, quantisation: null, transposed: false });
    }
  }
  for (const node of graph.model.nodes) {
    const weight = node.op === 'Gather' ? tableOf(graph, node) : matrixOf(graph, node);
    if (weight === null) continue;
    const name =
      ownName(names, weight) ?? names.moduleOf(node.name) ?? biasModule(graph, names, node);
    // The first counts: calls of one module share its weights.
    if (name !== null && !found.has(`${name}.weight`)) found.set(`${name}.weight`, weight);
  }
  for (const node of graph.model.nodes) {
    // Exporters store equal vectors once, under the name of the first.
    const [part, weight] = vectorOf(graph, names, node);
    const name = `${weight && names.moduleOf(node.name)}.${part}`;
    if (weight !== null && !found.has(name)) found.set(name, weight);
  }
  return found;
}

/** Finds a vector by its use: a norm's weight is multiplied, any module's bias added. */
function vectorOf(
  graph: Graph,
  names: ModuleNames,
  { op, name, inputs }: Node,
): [part: string, StoredWeight | null] {
  const isNorm = op === 'Mul' && /norm$/i.test(names.moduleOf(name) ?? '');
  if (!isNorm && op !== 'Add') return ['', null];
  const weight = inputs.slice(0, 2).map((input) => graph.weight(input));
  const vector = weight.find((w) => w?.tensor.shape.length === 1 && isFloat(w.tensor));
  return [isNorm ? 'weight' : 'bias', vector ?? null];
}

/** Returns the tensor's own name, if kept: "encoder.block.0.layer.0.SelfAttention.q". */
function ownName(names: ModuleNames, { tensor }: StoredWeight): string | null {
  return (
    names.nameIn(tensor.name.replace(/_quantized$/, ''))?.match(/^(.*)\.weight$/s)?.[1] ?? null
  );
}

/** Finds an embedding table. Dynamic quantisation gathers rows first and dequantises them later. */
function tableOf(graph: Graph, node: Node): StoredWeight | null {
  const weight = graph.weight(node.inputs[0]);
  if (weight === null || Number(node.attributes.get('axis') ?? 0) !== 0) return null;
  if (weight.quantisation !== null || isFloat(weight.tensor)) return weight;
  const rows = followed(graph, node);
  const quantisation = rows === null ? null : graph.quantisation(rows, 0);
  return quantisation?.axis === null ? { ...weight, quantisation } : null;
}

const MOVES = ['Transpose', 'Unsqueeze', 'Squeeze', 'Reshape', 'Identity'];
const MAX_MOVES = 8;

/** Finds the DequantizeLinear after a node, if no operator between them changes numbers. */
function followed(graph: Graph, from: Node): Node | null {
  let node: Node | undefined = from;
  for (let moves = 0; moves < MAX_MOVES && node !== undefined; moves++) {
    const [output]: readonly string[] = node.outputs;
    node = graph.consumer(output, 'DequantizeLinear', ...MOVES);
    if (node?.inputs[0] !== output) return null;
    if (node?.op === 'DequantizeLinear') return node;
  }
  return null;
}

/** Returns the weight of a product that has one, [out, in] when `transposed` is applied. */
function matrixOf(graph: Graph, node: Node): StoredWeight | null {
  if (node.op === 'MatMulInteger') return integerMatrix(graph, node);
  if (node.op !== 'MatMul' && node.op !== 'Gemm') return null;
  const weight = graph.weight(node.inputs[1]);
  if (weight === null || weight.tensor.shape.length !== 2) return null;
  const { attributes } = node;
  const scaled = ['alpha', 'beta'].some((name) => (attributes.get(name) ?? 1) !== 1);
  if (node.op === 'Gemm' && (scaled || attributes.get('transA'))) return null;
  const isOutIn = node.op === 'Gemm' && attributes.get('transB') === 1;
  return { ...weight, transposed: weight.transposed === isOutIn };
}

/**
 * Recognises the product of quantize_dynamic: DynamicQuantizeLinear(x) → MatMulInteger → Cast → Mul by (the input's
 * scale · the weight's scale).
 */
function integerMatrix(graph: Graph, node: Node): StoredWeight | null {
  const [input, matrix, , zeroName] = node.inputs;
  const tensor = graph.tensor(matrix);
  if (tensor === undefined || tensor.shape.length !== 2) return null;
  const cast = graph.consumer(node.outputs[0], 'Cast');
  const scaled = graph.consumer(cast?.outputs[0], 'Mul');
  const scales = graph.producer(
    scaled?.inputs.slice(0, 2).find((name) => name !== cast?.outputs[0]),
  );
  if (scales?.op !== 'Mul' || scales.inputs.length !== 2) return null;
  const inputScale = graph.producer(input)?.outputs[1];
  const scale = graph.tensor(scales.inputs.find((name) => name !== inputScale));
  if (scale === undefined || !scales.inputs.includes(inputScale ?? '')) return null;
  const zero = graph.tensor(zeroName) ?? null;
  if ((zero === null && (zeroName ?? '') !== '') || scale.shape.length > 1) return null;
  // Scales along the last dimension: one per output.
  const quantisation: Quantisation = { scale, zero, axis: scale.elements === 1 ? null : 1 };
  return { tensor, quantisation, transposed: true };
}

/** Names the module of an unnamed node by the vector added to its result. */
function biasModule(graph: Graph, modules: ModuleNames, node: Node): string | null {
  let [output] = node.outputs;
  if (node.op === 'MatMulInteger') {
    const cast = graph.consumer(output, 'Cast');
    output = graph.consumer(cast?.outputs[0], 'Mul')?.outputs[0];
  }
  const names = [
    ...(graph.consumer(output, 'Add')?.inputs.slice(0, 2) ?? []),
    node.inputs[2] ?? '',
  ];
  for (const name of names) {
    const module = graph.tensor(name) && modules.nameIn(name)?.match(/^(.*)\.bias$/s)?.[1];
    if (module) return module;
  }
  return null;
}
