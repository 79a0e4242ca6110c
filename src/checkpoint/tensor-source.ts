import { isFloatDType, toFloat32 } from './dtype.ts';
import { CheckpointError } from './errors.ts';
import type { TensorInfo, TensorSource } from './types.ts';

/** Reads the bytes of one tensor that is known to be in the file. */
type ReadTensor = (
  info: TensorInfo,
  signal: AbortSignal | undefined,
) => Promise<Uint8Array<ArrayBuffer>>;

/** The part of `TensorSource` that every file format shares: look-up, shape check, conversion. */
export function tensorSource(
  file: string,
  tensors: ReadonlyMap<string, TensorInfo>,
  readTensor: ReadTensor,
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
  return {
    name: file,
    tensors,
    async read(name, signal) {
      signal?.throwIfAborted();
      return readTensor(find(name), signal);
    },
    async readFloat32(name, shape, signal) {
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
      return toFloat32(dtype, await readTensor(info, signal));
    },
  };
}

/** A few names, because a missing tensor is most often one that is there under another prefix. */
function someNames(tensors: ReadonlyMap<string, TensorInfo>): string {
  const names = [...tensors.keys()].slice(0, 3).map((name) => JSON.stringify(name.slice(0, 100)));
  return names.length === 0 ? '' : ` (${names.join(', ')}${tensors.size > 3 ? ', …' : ''})`;
}
