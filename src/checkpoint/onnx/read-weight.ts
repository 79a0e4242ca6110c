/** Reads stored weights as PyTorch has them: 32-bit floats, dequantised, [out, in]. */

import { CheckpointError } from '../../lib/checkpoint-error.ts';
import { DTYPE_BYTES, elementCount, isFloatDType, toFloat32 } from '../dtype.ts';
import type { ByteSource, DType } from '../types.ts';
import type { Quantisation, StoredWeight } from './graph.ts';
import type { Tensor } from './model.ts';
import { packedVarints } from './protobuf.ts';

/** onnx.TensorProto.DataType, as far as weights, scales and zero points use it. */
const DTYPES: Readonly<Record<number, DType>> = {
  1: 'F32',
  2: 'U8',
  3: 'I8',
  10: 'F16',
  11: 'F64',
  16: 'BF16',
};

/** Returns the shape in PyTorch. */
export function shapeOf({ tensor, transposed }: StoredWeight): readonly number[] {
  return transposed ? [...tensor.shape].reverse() : tensor.shape;
}

/** Files that hold the tensors. */
export interface TensorFiles {
  /** Returns the file at a path from the ONNX file's folder; null: the ONNX file. */
  file(location: string | null): ByteSource;
}

/** @throws CheckpointError unless the tensor's type is known, and its bytes are there and match its shape. */
function checkTensor(files: TensorFiles, { name, type, elements, data }: Tensor): void {
  const source = files.file(data.location);
  const fail = (message: string) =>
    new CheckpointError(message, { file: source.name, tensor: name });
  const dtype = DTYPES[type];
  if (dtype === undefined) {
    throw fail(
      `has ONNX element type ${type}, which is not supported (known: ${Object.values(DTYPES).join(', ')})`,
    );
  }
  const bytes = elements * DTYPE_BYTES[dtype];
  const end = data.end ?? data.start + bytes;
  const held = end - data.start;
  if (data.varints ? held < elements : held !== bytes) {
    throw fail(`takes ${bytes} bytes by its shape, but ${held} are stored; export the model again`);
  }
  if (end > source.size) {
    throw fail(
      `ends at byte ${end}, but the file has only ${source.size}; it is cut short: fetch it again`,
    );
  }
}

/** @throws CheckpointError unless a weight's tensors can be read, and its scales match its shape. */
export function checkWeight(files: TensorFiles, { tensor, quantisation }: StoredWeight): void {
  checkTensor(files, tensor);
  const fail = (message: string) =>
    new CheckpointError(message, { file: files.file(null).name, tensor: tensor.name });
  const dtype = DTYPES[tensor.type]!;
  if (quantisation === null) {
    if (isFloatDType(dtype)) return;
    throw fail(`is ${dtype}, and the graph does not say what its integers stand for`);
  }
  const { scale, zero, axis } = quantisation;
  if (dtype !== 'U8' && dtype !== 'I8') throw fail(`is ${dtype} where quantised weights are 8-bit`);
  if (DTYPES[scale.type] !== 'F32') throw fail('has scales that are no 32-bit floats');
  if (zero !== null && zero.type !== tensor.type) throw fail('has zero points of another type');
  const count = axis === null ? 1 : tensor.shape[axis];
  for (const [what, part] of [
    ['scales', scale],
    ['zero points', zero],
  ] as const) {
    if (part === null) continue;
    checkTensor(files, part);
    if (part.elements !== count && !(part === zero && part.elements === 1)) {
      throw fail(`has ${part.elements} ${what} where its shape asks for ${count}`);
    }
  }
}

/** @throws CheckpointError if the file ends early or holds no integers where it should. */
export async function readWeight(
  files: TensorFiles,
  { tensor, quantisation, transposed }: StoredWeight,
  signal?: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  const values = await readTensor(files, tensor, signal);
  const factors = quantisation && (await readFactors(files, quantisation, signal));
  if (factors === null && !transposed) {
    return values instanceof Float32Array ? values : Float32Array.from(values);
  }
  const columns = tensor.shape.at(-1) ?? 1;
  const rows =
    tensor.shape.length === 2 ? tensor.shape[0]! : elementCount(tensor.shape)! / columns || 0;
  return arrange(values, rows, columns, factors, transposed);
}

type Values = Float32Array<ArrayBuffer> | Int8Array | Uint8Array;

async function readTensor(
  files: TensorFiles,
  { name, type, elements, data }: Tensor,
  signal: AbortSignal | undefined,
): Promise<Values> {
  const dtype = DTYPES[type]!;
  const source = files.file(data.location);
  const end = data.end ?? data.start + elements * DTYPE_BYTES[dtype];
  const stored = data.here?.slice() ?? (await source.read(data.start, end, signal));
  const bytes = data.varints ? fromVarints(stored, elements, dtype) : stored;
  if (bytes === null) {
    throw new CheckpointError('does not hold as many integers as its shape asks for', {
      file: source.name,
      tensor: name,
    });
  }
  if (isFloatDType(dtype)) return toFloat32(dtype, bytes);
  if (dtype === 'U8') return bytes;
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Converts int32_data, which holds 8-bit integers, and the bits of 16-bit floats, as one integer each. */
function fromVarints(
  stored: Uint8Array,
  elements: number,
  dtype: DType,
): Uint8Array<ArrayBuffer> | null {
  const width = DTYPE_BYTES[dtype];
  if (width > 2) return null;
  const bytes = new Uint8Array(elements * width);
  const view = new DataView(bytes.buffer);
  let count = 0;
  for (const value of packedVarints(stored)) {
    if (value === null || count === elements) return null;
    if (width === 1) view.setUint8(count, value);
    else view.setUint16(2 * count, value, true);
    count++;
  }
  return count === elements ? bytes : null;
}

interface Factors {
  readonly scales: Values;
  readonly zeros: Values | null;
  /** Dimension along which they differ; null for a single one of each. */
  readonly axis: number | null;
}

async function readFactors(
  files: TensorFiles,
  { scale, zero, axis }: Quantisation,
  signal: AbortSignal | undefined,
): Promise<Factors> {
  const [scales, zeros] = await Promise.all([
    readTensor(files, scale, signal),
    zero === null ? null : readTensor(files, zero, signal),
  ]);
  return { scales, zeros, axis };
}

/** Tile size: square tiles keep both sides of a transposition in the processor's cache. */
const TILE = 32;

/** Multiplies `values` [rows, columns] by their scales, and exchanges rows and columns if `transposed`. */
function arrange(
  values: Values,
  rows: number,
  columns: number,
  factors: Factors | null,
  transposed: boolean,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(rows * columns);
  const { scales, zeros, axis } = factors ?? { scales: null, zeros: null, axis: null };
  const oneZero = zeros?.length === 1;
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(top + TILE, rows);
    for (let left = 0; left < columns; left += TILE) {
      const right = Math.min(left + TILE, columns);
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const value = values[row * columns + column]!;
          const at = transposed ? column * rows + row : row * columns + column;
          if (scales === null) {
            out[at] = value;
          } else {
            const one = axis === null ? 0 : axis === 0 ? row : column;
            const zero = zeros === null ? 0 : zeros[oneZero ? 0 : one]!;
            // Exact in 64 bits, and rounded once: the same product as in 32-bit floats.
            out[at] = (value - zero) * scales[one]!;
          }
        }
      }
    }
  }
  return out;
}
