/** Walks an ONNX graph: the producer of a value, its consumers, and the stored tensor that it is. */
import { CheckpointError } from '../../lib/checkpoint-error.ts';
import type { Node, OnnxModel, Tensor } from './model.ts';

/** Quantisation in which q means (q − zero) · scale, in 32-bit floats, as DequantizeLinear computes it. */
export interface Quantisation {
  readonly scale: Tensor;
  /** Zero point; null for zero. */
  readonly zero: Tensor | null;
  /** Dimension of the stored tensor along which scales differ; null for a single scale. */
  readonly axis: number | null;
}

/** A stored weight, and the changes that the graph makes before its use. */
export interface StoredWeight {
  readonly tensor: Tensor;
  readonly quantisation: Quantisation | null;
  readonly transposed: boolean;
}

/** Most operators between a stored weight and its use: more than any exporter writes, and an end to cycles. */
const MAX_STEPS = 8;
/** Most nodes searched from a weight: its value goes to a few, and a damaged graph may have no end. */
const MAX_CONSUMERS = 64;
/** onnx.TensorProto.DataType: float, float16, double, bfloat16. */
const FLOAT_TYPES = [1, 10, 11, 16];

export function isFloat({ type }: Tensor): boolean {
  return FLOAT_TYPES.includes(type);
}

export class Graph {
  readonly #producers = new Map<string, Node>();
  readonly #consumers = new Map<string, Node[]>();

  /** @throws CheckpointError if a value is computed twice. */
  constructor(
    readonly file: string,
    readonly model: OnnxModel,
  ) {
    for (const node of model.nodes) {
      for (const output of node.outputs) {
        if (output === '') continue;
        if (this.#producers.has(output)) {
          throw new CheckpointError('is computed by two nodes; the graph is damaged', {
            file,
            tensor: output,
          });
        }
        this.#producers.set(output, node);
      }
      for (const input of new Set(node.inputs)) {
        if (model.tensors.has(input)) continue;
        const list = this.#consumers.get(input);
        if (list === undefined) this.#consumers.set(input, [node]);
        else if (list.length < MAX_CONSUMERS) list.push(node);
      }
    }
  }

  producer(value: string | undefined): Node | undefined {
    return value === undefined ? undefined : this.#producers.get(value);
  }

  /** Returns the node with one of these operators that reads `value`. */
  consumer(value: string | undefined, ...ops: readonly string[]): Node | undefined {
    return this.#consumers.get(value ?? '')?.find(({ op }) => ops.includes(op));
  }

  tensor(value: string | undefined): Tensor | undefined {
    return this.model.tensors.get(value ?? '');
  }

  /** Returns the stored tensor behind `value`, through transposition, conversion and dequantisation; or null. */
  weight(value: string | undefined, steps = MAX_STEPS): StoredWeight | null {
    const tensor = this.tensor(value);
    if (tensor !== undefined) return { tensor, quantisation: null, transposed: false };
    const node = this.producer(value);
    if (node === undefined || steps === 0) return null;
    const [from] = node.inputs;
    switch (node.op) {
      case 'Identity':
        return this.weight(from, steps - 1);
      case 'Cast': {
        const toFloat = FLOAT_TYPES.includes(Number(node.attributes.get('to')));
        return toFloat ? this.weight(from, steps - 1) : null;
      }
      case 'Transpose': {
        const weight = this.weight(from, steps - 1);
        const order = String(node.attributes.get('perm') ?? '1,0');
        if (weight === null || weight.tensor.shape.length !== 2 || order !== '1,0') return null;
        return { ...weight, transposed: !weight.transposed };
      }
      case 'DequantizeLinear': {
        const weight = this.weight(from, steps - 1);
        if (weight === null || weight.quantisation !== null) return null;
        const axis = Number(node.attributes.get('axis') ?? 1);
        const rank = weight.tensor.shape.length;
        const positive = axis < 0 ? axis + rank : axis;
        const quantisation = this.quantisation(node, weight.transposed ? 1 - positive : positive);
        return quantisation === null ? null : { ...weight, quantisation };
      }
      default:
        return null;
    }
  }

  /** Reads a DequantizeLinear whose scale is stored. */
  quantisation(node: Node, axis: number): Quantisation | null {
    const [, scaleName, zeroName] = node.inputs;
    const scale = this.tensor(scaleName);
    const zero = this.tensor(zeroName) ?? null;
    const missing = scale === undefined || (zero === null && (zeroName ?? '') !== '');
    // With one scale per block, the scale tensor has the rank of the weight.
    if (missing || scale.shape.length > 1 || node.attributes.get('block_size')) return null;
    return { scale, zero, axis: scale.elements === 1 ? null : axis };
  }
}
