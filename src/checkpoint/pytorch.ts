import { CheckpointError } from '../lib/checkpoint-error.ts';
import { DTYPE_BYTES, elementCount } from './dtype.ts';
import { readStateDict } from './pickle.ts';
import type { PickledTensor } from './pickle-values.ts';
import { refuseLfsPointer } from './safetensors.ts';
import { tensorSource } from './tensor-source.ts';
import type { ByteSource, RowRange, TensorInfo, TensorSource } from './types.ts';
import { openZip, type ZipArchive } from './zip.ts';

/**
 * pytorch_model.bin as torch.save writes it since PyTorch 1.6 (torch/serialization.py, `_save`): a zip archive of
 * stored entries, `<root>/data.pkl` (a pickle of the state dict) and `<root>/data/<key>`, one per storage, in the byte
 * order of `<root>/byteorder`.
 */

/** Largest pickle, held in memory whole. At about 150 bytes a tensor, real ones stay under 1 MB. */
const MAX_PICKLE_BYTES = 4 * 1024 * 1024;

/**
 * Opens a PyTorch checkpoint: reads its directory and pickle; tensors are read later, by range. Never runs code from
 * the file.
 *
 * @throws CheckpointError naming the part that torch.save would not write for a state dict.
 */
export async function openPyTorch(source: ByteSource, signal?: AbortSignal): Promise<TensorSource> {
  const file = source.name;
  const start = await source.read(0, Math.min(source.size, 64), signal);
  refuseOtherFormats(file, start);
  const archive = await openZip(source, signal);
  const root = findRoot(file, archive);
  await checkByteOrder(file, archive, root, signal);

  const pickle = `${root}/data.pkl`;
  const size = archive.sizes.get(pickle)!;
  if (size > MAX_PICKLE_BYTES) {
    throw new CheckpointError(`has a pickle of ${size} bytes; no encoder's is over 4 MiB`, {
      file,
    });
  }
  const stateDict = readStateDict(
    `${file}: ${pickle}`,
    await archive.read(pickle, 0, size, signal),
  );
  const tensors = new Map<string, TensorInfo>();
  for (const [name, tensor] of stateDict) {
    checkTensor(file, name, tensor, archive.sizes.get(storageEntry(root, tensor)));
    tensors.set(name, { name, dtype: tensor.storage.dtype, shape: tensor.shape });
  }
  return tensorSource(file, tensors, ({ name }, readSignal, rows) => {
    const tensor = stateDict.get(name)!;
    return readTensor(archive, root, rows ? rowsOf(tensor, rows) : tensor, readSignal);
  });
}

/** Views some rows, as PyTorch's `tensor[start:end]` does. */
function rowsOf(tensor: PickledTensor, { start, end }: RowRange): PickledTensor {
  const { offset, shape, strides } = tensor;
  return {
    ...tensor,
    offset: offset + start * strides[0]!,
    shape: [end - start, ...shape.slice(1)],
  };
}

function refuseOtherFormats(file: string, start: Uint8Array): void {
  refuseLfsPointer(file, start);
  const begins = (...bytes: number[]) => bytes.every((byte, i) => start[i] === byte);
  if (begins(0x80, 0x02, 0x8a, 0x0a)) {
    throw new CheckpointError(
      'is in the format of PyTorch before 1.6; load it in PyTorch and torch.save it again, or save it as safetensors',
      { file },
    );
  }
  if (!begins(0x50, 0x4b, 0x03, 0x04)) {
    throw new CheckpointError('is not a PyTorch checkpoint: it does not begin as a zip archive', {
      file,
    });
  }
}

/** Finds the archive's one top folder, which torch.save names after the file. */
function findRoot(file: string, archive: ZipArchive): string {
  const pickles = [...archive.sizes.keys()].filter((name) => /^[^/]*\/data\.pkl$/.test(name));
  if (pickles.length !== 1) {
    throw new CheckpointError(
      `has ${pickles.length} entries named data.pkl where a PyTorch checkpoint has one`,
      { file },
    );
  }
  return pickles[0]!.slice(0, -'/data.pkl'.length);
}

async function checkByteOrder(
  file: string,
  archive: ZipArchive,
  root: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const size = archive.sizes.get(`${root}/byteorder`);
  // The entry is written since PyTorch 2.1. No machine that trained encoders before it was big-endian.
  if (size === undefined) return;
  const bytes = await archive.read(`${root}/byteorder`, 0, Math.min(size, 16), signal);
  const order = new TextDecoder().decode(bytes);
  if (order !== 'little') {
    throw new CheckpointError(
      `was written in byte order ${JSON.stringify(order)}; only "little" can be read`,
      { file },
    );
  }
}

function storageEntry(root: string, { storage }: PickledTensor): string {
  return `${root}/data/${storage.key}`;
}

/** Throws unless the tensor is a view that stays inside its storage, and the storage is there. */
function checkTensor(
  file: string,
  tensor: string,
  { storage, offset, shape, strides }: PickledTensor,
  storageBytes: number | undefined,
): void {
  const wanted = storage.elements * DTYPE_BYTES[storage.dtype];
  if (storageBytes !== wanted) {
    throw new CheckpointError(
      `its storage ${JSON.stringify(storage.key.slice(0, 80))} should have ${wanted} bytes and ${storageBytes === undefined ? 'is missing' : `has ${storageBytes}`}`,
      { file, tensor },
    );
  }
  const count = elementCount(shape)!;
  const last = offset + shape.reduce((sum, size, i) => sum + (size - 1) * strides[i]!, 0);
  // Only a dimension of stride 0 gives more elements than the storage has: a few bytes in the file would ask for any
  // amount of memory.
  if (count > storage.elements || (count > 0 && last >= storage.elements)) {
    throw new CheckpointError(
      `shape [${shape.join(', ')}] with strides [${strides.join(', ')}] from element ${offset} leaves its storage of ${storage.elements} elements`,
      { file, tensor },
    );
  }
}

async function readTensor(
  archive: ZipArchive,
  root: string,
  tensor: PickledTensor,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const { storage, offset, shape, strides } = tensor;
  const count = elementCount(shape)!;
  if (count === 0) return new Uint8Array(0);
  const width = DTYPE_BYTES[storage.dtype];
  const span = 1 + shape.reduce((sum, size, i) => sum + (size - 1) * strides[i]!, 0);
  const entry = storageEntry(root, tensor);
  const bytes = await archive.read(entry, offset * width, (offset + span) * width, signal);
  return isContiguous(shape, strides) ? bytes : gather(bytes, width, shape, strides, count);
}

/** Whether the view is contiguous. A dimension of size 1 is never stepped over, so its stride may be anything. */
function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] !== 1 && strides[i] !== expected) return false;
    expected *= shape[i]!;
  }
  return true;
}

/** Copies a strided view (a transposed matrix, a slice) into row-major order. */
function gather(
  bytes: Uint8Array,
  width: number,
  shape: readonly number[],
  strides: readonly number[],
  count: number,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(count * width);
  const index = shape.map(() => 0);
  let from = 0;
  for (let element = 0; element < count; element++) {
    for (let byte = 0; byte < width; byte++) {
      out[element * width + byte] = bytes[from * width + byte]!;
    }
    for (let i = shape.length - 1; i >= 0; i--) {
      from += strides[i]!;
      index[i]!++;
      if (index[i]! < shape[i]!) break;
      from -= strides[i]! * shape[i]!;
      index[i] = 0;
    }
  }
  return out;
}
