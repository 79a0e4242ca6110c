import { CheckpointError } from '../lib/checkpoint-error.ts';
import { isFloatDType, toFloat32 } from './dtype.ts';
import type { RowRange, TensorInfo, TensorSource } from './types.ts';

/** Reads the bytes of one tensor that the file is known to have: all, or some rows known to exist. */
export type ReadTensor = (
  info: TensorInfo,
  signal: AbortSignal | undefined,
  rows: RowRange | undefined,
) => Promise<Uint8Array<ArrayBuffer>>;

/** Makes the part of a `TensorSource` that every file format shares: look-up, shape check, conversion. */
export function tensorSource(
  file: string,
  tensors: ReadonlyMap<string, TensorInfo>,
  readTensor: ReadTensor,
  { byRows = true } = {},
): TensorSource {
  const find = (name: string): TensorInfo => {
    const info = tensors.get(name);
    if (info === undefined) {
      throw new CheckpointError(
        `is missing; the file has ${tensors.size} tensors${someNames(tensors)}`,
        { file, tensor: name },
      );
    }
    return info;
  };
  const bytesOf: ReadTensor = async (info, signal, rows) => {
    if (rows === undefined) return readTensor(info, signal, rows);
    const { start, end } = rows;
    const { name, shape } = info;
    if (!(0 <= start && start <= end && end <= (shape[0] ?? 0))) {
      throw new CheckpointError(
        `has no rows ${start} to ${end}: its shape is [${shape.join(', ')}]`,
        { file, tensor: name },
      );
    }
    return start === end ? new Uint8Array(0) : readTensor(info, signal, rows);
  };
  return {
    name: file,
    tensors,
    byRows,
    async read(name, signal, rows) {
      signal?.throwIfAborted();
      return bytesOf(find(name), signal, rows);
    },
    async readFloat32(name, shape, signal, rows) {
      signal?.throwIfAborted();
      const info = find(name);
      const { dtype, shape: actual } = info;
      if (actual.length !== shape.length || actual.some((size, i) => size !== shape[i])) {
        throw new CheckpointError(
          `has shape [${actual.join(', ')}] where the configuration asks for [${shape.join(', ')}]`,
          { file, tensor: name },
        );
      }
      if (!isFloatDType(dtype)) {
        throw new CheckpointError(`is ${dtype} where floats (F32, F16, BF16, F64) are needed`, {
          file,
          tensor: name,
        });
      }
      return toFloat32(dtype, await bytesOf(info, signal, rows));
    },
  };
}

/** Lists a few names, because a missing tensor is most often there under another prefix. */
function someNames(tensors: ReadonlyMap<string, TensorInfo>): string {
  const names = [...tensors.keys()].slice(0, 3).map((name) => JSON.stringify(name.slice(0, 100)));
  return names.length === 0 ? '' : ` (${names.join(', ')}${tensors.size > 3 ? ', …' : ''})`;
}
