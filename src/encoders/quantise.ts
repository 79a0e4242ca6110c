/**
 * Weight quantisation, symmetric, of layer matrices and the embedding table.
 *
 * int8: one scale per output channel (a matrix's column, a table's row), round to nearest; the scale
 * takes the channel's largest magnitude to 127, so that no weight is clipped.
 *
 * int4: one scale per block of 32 inputs of an output channel (`quantise-blocks.ts`); the table stays int8.
 */
import { BLOCK_SIZE, dequantiseBlocks, quantiseBlocks } from './quantise-blocks.ts';
import type { CanonicalTensor, ModelTensor, ModelTensors } from './tensors.ts';
import { bytesOf, floatsOf } from './tensors.ts';

export const PRECISIONS = ['int8', 'int4', 'fp32'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** An int8 matrix or table, and the scale of each channel. */
export interface QuantisedChannels {
  /** Values, Int8Array [rows × columns], row-major, −127 … 127. */
  readonly values: Int8Array<ArrayBuffer>;
  /** Scales, Float32Array [channels]: weight ≈ value × scale. */
  readonly scale: Float32Array<ArrayBuffer>;
}

/** @param axis Axis of the channels: 1 for a matrix's columns, 0 for a table's rows. */
export function quantiseChannels(
  weights: Float32Array,
  rows: number,
  columns: number,
  axis: 0 | 1,
): QuantisedChannels {
  const scale = new Float32Array(axis === 0 ? rows : columns);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      const channel = axis === 0 ? row : column;
      const magnitude = Math.abs(weights[i]!);
      if (magnitude > scale[channel]!) scale[channel] = magnitude;
    }
  }
  // An all-zero channel keeps any scale but zero: 0 / 0 is not a weight.
  for (let channel = 0; channel < scale.length; channel++) {
    scale[channel] = scale[channel]! > 0 ? scale[channel]! / 127 : 1;
  }
  const values = new Int8Array(rows * columns);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      values[i] = Math.round(weights[i]! / scale[axis === 0 ? row : column]!);
    }
  }
  return { values, scale };
}

/** Returns the stored form of a canonical tensor at a precision: itself, or quantised values and their scales. */
export function storedTensors(
  tensor: CanonicalTensor,
  precision: Precision,
): [name: string, tensor: ModelTensor][] {
  const { name, role, shape, values } = tensor;
  if (precision === 'fp32' || role === 'vector' || role === 'dense') {
    return [[name, { dtype: 'F32', shape, data: bytesOf(values) }]];
  }
  const [rows, columns] = shape as [number, number];
  // A matrix whose inputs do not fill whole blocks, as in no published encoder, stays int8.
  if (precision === 'int4' && role === 'matrix' && rows % BLOCK_SIZE === 0) {
    const { packed, scale } = quantiseBlocks(values, rows, columns);
    const blocks = rows / BLOCK_SIZE;
    return [
      [name, { dtype: 'U8', shape: [columns, blocks, BLOCK_SIZE / 2], data: packed }],
      [`${name}.scale`, { dtype: 'F32', shape: [columns, blocks], data: bytesOf(scale) }],
    ];
  }
  const axis = role === 'table' ? 0 : 1;
  const quantised = quantiseChannels(values, rows, columns, axis);
  return [
    [name, { dtype: 'I8', shape, data: bytesOf(quantised.values) }],
    [`${name}.scale`, { dtype: 'F32', shape: [shape[axis]!], data: bytesOf(quantised.scale) }],
  ];
}

/** Returns the same weights as fp32 tensors: exact arithmetic over the stored model uses these. */
export function dequantised(tensors: ModelTensors): ModelTensors {
  const result = new Map<string, ModelTensor>();
  for (const [name, tensor] of tensors) {
    if (name.endsWith('.scale')) continue;
    const scale = tensors.get(`${name}.scale`);
    if (tensor.dtype === 'F32' || scale === undefined) {
      result.set(name, tensor);
      continue;
    }
    const [rows, columns] = matrixShape(tensor);
    const values =
      tensor.dtype === 'U8'
        ? dequantiseBlocks(tensor.data, floatsOf(scale), rows, columns)
        : dequantiseChannels(tensor, floatsOf(scale), name === 'embed.tokens');
    result.set(name, { dtype: 'F32', shape: [rows, columns], data: bytesOf(values) });
  }
  return result;
}

/** Returns [in, out] of a stored matrix, or [rows, columns] of a table, whatever its precision. */
export function matrixShape({ dtype, shape }: ModelTensor): [rows: number, columns: number] {
  const [first, second] = shape as [number, number];
  return dtype === 'U8' ? [second * BLOCK_SIZE, first] : [first, second];
}

function dequantiseChannels(
  { shape, data }: ModelTensor,
  scale: Float32Array,
  perRow: boolean,
): Float32Array<ArrayBuffer> {
  const [rows, columns] = shape as [number, number];
  const quantised = new Int8Array(data.buffer, data.byteOffset, rows * columns);
  const values = new Float32Array(rows * columns);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      values[i] = quantised[i]! * scale[perRow ? row : column]!;
    }
  }
  return values;
}
