/**
 * Weight quantisation: int8, symmetric, one scale per output channel (a matrix's column, an
 * embedding table's row). Round to nearest; the scale takes the channel's largest magnitude to 127,
 * so that no weight is clipped.
 */
import type { CanonicalTensor, ModelTensor, ModelTensors } from './tensors.ts';
import { bytesOf, floatsOf } from './tensors.ts';

export type Precision = 'fp32' | 'int8';

/** An int8 matrix or table, and the scale that brings each of its channels back. */
export interface QuantisedChannels {
  /** Int8Array [rows × columns], row-major, values −127 … 127. */
  readonly values: Int8Array<ArrayBuffer>;
  /** Float32Array [channels]: weight ≈ value × scale. */
  readonly scale: Float32Array<ArrayBuffer>;
}

/** @param axis The axis of the channels: 1 for a matrix's columns, 0 for a table's rows. */
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

/** The stored form of a canonical tensor at a precision: itself, or int8 values and their scales. */
export function storedTensors(
  tensor: CanonicalTensor,
  precision: Precision,
): [name: string, tensor: ModelTensor][] {
  const { name, role, shape, values } = tensor;
  if (precision === 'fp32' || role === 'vector' || role === 'dense') {
    return [[name, { dtype: 'F32', shape, data: bytesOf(values) }]];
  }
  const axis = role === 'table' ? 0 : 1;
  const quantised = quantiseChannels(values, shape[0]!, shape[1]!, axis);
  return [
    [name, { dtype: 'I8', shape, data: bytesOf(quantised.values) }],
    [`${name}.scale`, { dtype: 'F32', shape: [shape[axis]!], data: bytesOf(quantised.scale) }],
  ];
}

/** The same weights as fp32 tensors: what exact arithmetic over the stored model computes. */
export function dequantised(tensors: ModelTensors): ModelTensors {
  const result = new Map<string, ModelTensor>();
  for (const [name, tensor] of tensors) {
    if (name.endsWith('.scale')) continue;
    if (tensor.dtype === 'F32') {
      result.set(name, tensor);
      continue;
    }
    const scale = floatsOf(tensors.get(`${name}.scale`)!);
    const [rows, columns] = tensor.shape as [number, number];
    const quantised = new Int8Array(tensor.data.buffer, tensor.data.byteOffset, rows * columns);
    const perRow = name === 'embed.tokens';
    const values = Float32Array.from(
      quantised,
      (value, i) => value * scale[perRow ? Math.trunc(i / columns) : i % columns]!,
    );
    result.set(name, { dtype: 'F32', shape: tensor.shape, data: bytesOf(values) });
  }
  return result;
}
