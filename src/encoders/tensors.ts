/**
 * Facet's canonical tensors: one naming for every encoder family, so that the graph writers, the
 * quantiser and the stored model speak of the same things whatever the checkpoint called them.
 *
 * Matrices are stored input-major, [in, out], as `MatMul` and `MatMulInteger` read them (PyTorch
 * stores [out, in]). Query, key and value projections are one matrix [d_model, 3 × heads × d_kv],
 * because on the int8 path they share one quantisation of their input.
 *
 * | name | shape |
 * |---|---|
 * | embed.tokens | [vocab, d_model] |
 * | embed.positions (BERT; token type 0 added in) | [positions, d_model] |
 * | embed.norm.weight, .bias (BERT) | [d_model] |
 * | relative_bias (T5) | [buckets, heads] |
 * | layers.N.qkv, .attention_out, .ffn_in, .ffn_out | [in, out] |
 * | layers.N.qkv.bias, … (BERT) | [out] |
 * | layers.N.attention_norm.weight, .ffn_norm.weight (+ .bias, BERT) | [d_model] |
 * | final_norm.weight (T5) | [d_model] |
 * | dense.N, dense.N.bias | [in, out], [out] |
 *
 * An int8 matrix or table `x` has its scales in `x.scale`, F32 [out] (table: [vocab]); a 4-bit matrix is U8
 * [out, blocks, 16] with scales F32 [out, blocks].
 */

export interface ModelTensor {
  /** Type of the values. U8: 4-bit values, two in a byte (quantise-blocks.ts). */
  readonly dtype: 'F32' | 'I8' | 'U8';
  readonly shape: readonly number[];
  /** Bytes, little-endian, row-major. */
  readonly data: Uint8Array;
}

export type ModelTensors = ReadonlyMap<string, ModelTensor>;

/**
 * Role of a tensor, for the quantiser. Vectors (norms, biases), small tables and Dense layers stay fp32: a Dense layer
 * reads one row a text, so 8 bits would save no time and a few hundred kB, and one near a projection has a large
 * diagonal, beside which 8 bits would round the rest away.
 */
export type TensorRole = 'matrix' | 'table' | 'vector' | 'dense';

export interface CanonicalTensor {
  readonly name: string;
  readonly role: TensorRole;
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** Returns the little-endian bytes behind a typed array, without a copy. */
export function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Returns fp32 values of a tensor's bytes; copies only when the bytes are not aligned to 4. */
export function floatsOf(tensor: ModelTensor): Float32Array {
  const { data } = tensor;
  return data.byteOffset % 4 === 0
    ? new Float32Array(data.buffer, data.byteOffset, data.byteLength / 4)
    : new Float32Array(data.slice().buffer);
}
