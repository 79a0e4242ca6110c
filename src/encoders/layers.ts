/**
 * The pieces common to all encoder families, as graph nodes, for each device: the same weights, other operators.
 * Measured: on WASM int8 `MatMulInteger` is the fastest operator; on WebGPU it falls back to the CPU and `MatMulNBits`
 * does not.
 */
import { CONTRIB, type GraphWriter, type Value } from './onnx.ts';
import { packBlocks, repeatScale, tableBlockSize } from './pack.ts';
import { matrixShape } from './quantise.ts';
import { BLOCK_SIZE } from './quantise-blocks.ts';
import type { CommonSpec } from './spec.ts';
import { bytesOf, floatsOf, type ModelTensor, type ModelTensors } from './tensors.ts';

/**
 * `wasm` multiplies int8 weights by activations in 8 bits, with operators of any CPU; `webgpu` by fp32 activations, with
 * block-quantised operators; `cuda` by fp32 activations, with the standard's operators, over the same weights as `wasm`.
 */
export type Target = 'wasm' | 'webgpu' | 'cuda';

/**
 * Range of a linear layer's input, so that 8 bits are spent on values that occur: any value; zero or more (after ReLU);
 * or no less than GELU's minimum, −0.170.
 */
export type Range = 'signed' | 'relu' | 'gelu';

/** Offset added to the input so that it starts at zero. */
const OFFSET: Readonly<Record<Range, number>> = { signed: 0, relu: 0, gelu: 0.1705 };

/** Called with each linear layer's name and input while a graph is written (calibration). */
export type LinearObserver = (name: string, input: Value) => void;

export class Layers {
  readonly #observe: LinearObserver | undefined;

  constructor(
    readonly graph: GraphWriter,
    readonly tensors: ModelTensors,
    readonly target: Target,
    observe?: LinearObserver,
  ) {
    this.#observe = observe;
  }

  /** Returns an fp32 tensor as stored, or null if the model has none of that name. */
  optional(name: string): Value | null {
    const tensor = this.tensors.get(name);
    return tensor === undefined
      ? null
      : this.graph.weight(name, 'float', tensor.shape, tensor.data);
  }

  vector(name: string): Value {
    const tensor = this.#tensor(name);
    return this.graph.weight(name, 'float', tensor.shape, tensor.data);
  }

  /** Looks up rows of the table `name` by `ids` [batch, sequence] → [batch, sequence, d_model]. */
  embedding(name: string, ids: Value): Value {
    const { graph } = this;
    const table = this.#tensor(name);
    if (table.dtype === 'F32') return graph.op('Gather', [this.vector(name), ids]);
    const scale = this.#tensor(`${name}.scale`);
    const [rows, columns] = table.shape as [number, number];
    const blockSize = tableBlockSize(columns);
    if (this.target === 'webgpu' && blockSize !== null) {
      const blocks = columns / blockSize;
      const unsigned = new Uint8Array(table.data.length);
      for (let i = 0; i < unsigned.length; i++) unsigned[i] = table.data[i]! ^ 0x80;
      return graph.op(
        'GatherBlockQuantized',
        [
          graph.weight(name, 'uint8', table.shape, unsigned),
          ids,
          graph.weight(
            `${name}.scale`,
            'float',
            [rows, blocks],
            bytesOf(repeatScale(floatsOf(scale), blocks)),
          ),
        ],
        { bits: 8, block_size: blockSize, gather_axis: 0, quantize_axis: 1 },
        CONTRIB,
      );
    }
    const values = graph.op('Gather', [graph.weight(name, 'int8', table.shape, table.data), ids]);
    const scales = graph.op('Gather', [
      graph.weight(`${name}.scale`, 'float', [rows, 1], scale.data),
      ids,
    ]);
    return graph.op('Mul', [graph.op('Cast', [values], { to: 1 }), scales]);
  }

  /**
   * Multiplies x · W, [batch, sequence, in] → [batch, sequence, out], without bias. Where the result may be off by a
   * constant per output (see {@link Range}), {@link bias} corrects it: use both.
   */
  linear(x: Value, name: string, range: Range = 'signed'): Value {
    const { graph } = this;
    const matrix = this.#tensor(name);
    this.#observe?.(name, x);
    const smoothing = this.optional(`${name}.smoothing`);
    const smooth = smoothing === null ? x : graph.op('Mul', [x, smoothing]);
    if (matrix.dtype === 'F32') return graph.op('MatMul', [smooth, this.vector(name)]);
    if (matrix.dtype === 'U8') return this.#fourBitLinear(smooth, name);
    if (this.target === 'webgpu') return this.#blockLinear(smooth, name);
    if (this.target === 'cuda') return this.#dequantisedLinear(smooth, name);
    return this.#integerLinear(smooth, name, range);
  }

  /** Returns the bias that belongs to {@link linear} with the same range, or null without one. */
  bias(name: string, range: Range = 'signed'): Value | null {
    const bias = this.tensors.get(`${name}.bias`);
    const matrix = this.#tensor(name);
    const shift = OFFSET[range];
    if (shift === 0 || matrix.dtype !== 'I8' || this.target !== 'wasm') {
      return this.optional(`${name}.bias`);
    }
    // (x + shift) · W − shift · Σ W: the second term is the same for every token.
    const sums = columnSums(matrix, floatsOf(this.#tensor(`${name}.scale`)));
    const values = bias === undefined ? null : floatsOf(bias);
    const corrected = sums.map((sum, column) => (values?.[column] ?? 0) - shift * sum);
    return this.graph.weight(`${name}.bias`, 'float', [corrected.length], bytesOf(corrected));
  }

  linearWithBias(x: Value, name: string): Value {
    const product = this.linear(x, name);
    const bias = this.bias(name);
    return bias === null ? product : this.graph.op('Add', [product, bias]);
  }

  /**
   * Multiplies in int8. The scale is per token, not per batch as in `DynamicQuantizeLinear`: so a text's vector cannot
   * depend on its batch-mates, and an outlier token costs only itself precision.
   */
  #integerLinear(x: Value, name: string, range: Range): Value {
    const { graph } = this;
    const matrix = this.#tensor(name);
    const scale = this.#tensor(`${name}.scale`);
    const signed = range === 'signed';
    const offset = OFFSET[range];
    const shifted = offset === 0 ? x : graph.op('Add', [x, graph.float(offset)]);
    const magnitude = signed ? graph.op('Abs', [shifted]) : shifted;
    const largest = graph.op('ReduceMax', [magnitude, graph.int64([-1])], { keepdims: 1 });
    // 1e-20 keeps an all-zero row from 0 / 0.
    const step = graph.op('Max', [
      graph.op('Mul', [largest, graph.float(1 / (signed ? 127 : 255))]),
      graph.float(1e-20),
    ]);
    // Cast truncates: + 0.5 rounds, and for signed values 128 is the zero point.
    const quantised = graph.op(
      'Cast',
      [graph.op('Add', [graph.op('Div', [shifted, step]), graph.float(signed ? 128.5 : 0.5)])],
      { to: 2 },
    );
    // The token's step must not be multiplied into the channel scales before the product: the runtime's fusion would
    // take a per-token scale for a per-channel one, and the result would be wrong.
    const product = graph.op(
      'MatMulIntegerToFloat',
      [
        quantised,
        graph.weight(name, 'int8', matrix.shape, matrix.data),
        graph.float(1),
        graph.weight(`${name}.scale`, 'float', scale.shape, scale.data),
        graph.uint8(signed ? 128 : 0),
        null,
      ],
      {},
      CONTRIB,
    );
    return graph.op('Mul', [product, step]);
  }

  #dequantisedLinear(x: Value, name: string): Value {
    const { graph } = this;
    const matrix = this.#tensor(name);
    const scale = this.#tensor(`${name}.scale`);
    const weights = graph.op(
      'DequantizeLinear',
      [
        graph.weight(name, 'int8', matrix.shape, matrix.data),
        graph.weight(`${name}.scale`, 'float', scale.shape, scale.data),
      ],
      { axis: 1 },
    );
    return graph.op('MatMul', [x, weights]);
  }

  #fourBitLinear(x: Value, name: string): Value {
    const { graph } = this;
    const matrix = this.#tensor(name);
    const scale = this.#tensor(`${name}.scale`);
    const [k, n] = matrixShape(matrix);
    return graph.op(
      'MatMulNBits',
      [
        x,
        graph.weight(name, 'uint8', matrix.shape, matrix.data),
        graph.weight(`${name}.scale`, 'float', [n * (k / BLOCK_SIZE)], scale.data),
      ],
      { K: k, N: n, bits: 4, block_size: BLOCK_SIZE },
      CONTRIB,
    );
  }

  #blockLinear(x: Value, name: string): Value {
    const { graph } = this;
    const matrix = this.#tensor(name);
    const [k, n] = matrix.shape as [number, number];
    const packed = packBlocks(matrix.data, k, n);
    const scale = repeatScale(floatsOf(this.#tensor(`${name}.scale`)), packed.blocks);
    return graph.op(
      'MatMulNBits',
      [
        x,
        graph.weight(name, 'uint8', [n, packed.blocks, packed.blockSize], packed.values),
        graph.weight(`${name}.scale`, 'float', [n * packed.blocks], bytesOf(scale)),
      ],
      { K: k, N: n, bits: 8, block_size: packed.blockSize },
      CONTRIB,
    );
  }

  #tensor(name: string): ModelTensor {
    const tensor = this.tensors.get(name);
    if (tensor === undefined) throw new Error(`model has no tensor "${name}"`);
    return tensor;
  }
}

/** Sums an int8 matrix's dequantised columns over its rows, Float32Array [out]. */
function columnSums(matrix: ModelTensor, scale: Float32Array): Float32Array<ArrayBuffer> {
  const [rows, columns] = matrix.shape as [number, number];
  const values = new Int8Array(matrix.data.buffer, matrix.data.byteOffset, rows * columns);
  const sums = new Float32Array(columns);
  for (let i = 0; i < values.length; i++) sums[i % columns]! += values[i]!;
  return sums.map((sum, column) => sum * scale[column]!);
}

/**
 * Makes the padding bias, 0 for keys that may be attended to, −1e9 for padding: added to attention scores before
 * softmax, where e^−1e9 is exactly 0. [batch, sequence] → [batch, 1, 1, sequence].
 */
export function paddingBias(graph: GraphWriter, attentionMask: Value): Value {
  const mask = graph.op('Cast', [attentionMask], { to: 1 });
  const bias = graph.op('Mul', [graph.op('Sub', [mask, graph.float(1)]), graph.float(1e9)]);
  return graph.op('Unsqueeze', [bias, graph.int64([1, 2])]);
}

/**
 * Computes self-attention over the joint projection `qkv` [batch, sequence, 3 × inner] → [batch, sequence, inner].
 * `bias` is added to the scores and must broadcast to [batch, heads, sequence, sequence].
 *
 * Written out, on both devices: on WASM that is 10 % faster than `MultiHeadAttention`, and on WebGPU that operator's
 * flash-attention path (ONNX Runtime 1.30, adapters with subgroups) gives wrong vectors, cosine 0.84–0.90, for 32
 * tokens and more with an attention bias.
 */
export function attention(
  layers: Layers,
  spec: Pick<CommonSpec, 'heads' | 'headSize'>,
  qkv: Value,
  bias: Value,
  scale: number,
): Value {
  const { graph } = layers;
  const inner = spec.heads * spec.headSize;
  const [query, key, value] = graph.ops('Split', [qkv, graph.int64([inner, inner, inner])], 3, {
    axis: -1,
  }) as [Value, Value, Value];
  const heads = (x: Value, perm: readonly number[]) =>
    graph.op(
      'Transpose',
      [graph.op('Reshape', [x, graph.int64([0, 0, spec.heads, spec.headSize])])],
      { perm },
    );
  // Scaling the queries costs d_kv multiplications a token; scaling the scores, one a key.
  const scaled = scale === 1 ? query : graph.op('Mul', [query, graph.float(scale)]);
  const scores = graph.op('Add', [
    graph.op('MatMul', [heads(scaled, [0, 2, 1, 3]), heads(key, [0, 2, 3, 1])]),
    bias,
  ]);
  const context = graph.op('MatMul', [
    graph.op('Softmax', [scores], { axis: -1 }),
    heads(value, [0, 2, 1, 3]),
  ]);
  return graph.op('Reshape', [
    graph.op('Transpose', [context], { perm: [0, 2, 1, 3] }),
    graph.int64([0, 0, inner]),
  ]);
}
