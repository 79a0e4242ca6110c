/** Opens files of vectors that someone else computed: NumPy, safetensors, Parquet. */
import { isFloatDType, toFloat32 } from '../checkpoint/dtype.ts';
import { openSafetensors } from '../checkpoint/safetensors.ts';
import { blobSource } from '../checkpoint/source.ts';
import type { ByteSource, TensorSource } from '../checkpoint/types.ts';
import { openParquet, type ParquetFile } from '../corpus/parquet/footer.ts';
import { decodeGroup } from '../corpus/parquet/rows.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { DataError } from '../lib/data-error.ts';
import { isolated } from '../lib/isolate.ts';
import { sha256 } from '../lib/sha256.ts';
import { isNpy, openNpy } from './npy.ts';
import type { GivenBlock, GivenFile, GivenOrder } from './types.ts';

/** Most values of a vector: no model has as many. */
const MOST_VALUES = 65_536;
/** Bytes at each end of a file that its fingerprint is of. */
const END = 2 ** 20;
/** Values read at once. */
const BLOCK = 2 ** 21;

/** @throws DataError that names the file, and says what was expected and what was found. */
export async function openGiven({ blob, name, idColumns }: GivenOrder): Promise<GivenFile> {
  const source = blobSource(name, blob);
  const fingerprint = await fingerprintOf(source);
  const head = { fingerprint, hasIds: false };
  try {
    if (await isNpy(source)) {
      const { dtype, count, dim, start } = await openNpy(source);
      checkWidth(name, dim);
      const width = dim * { F32: 4, F64: 8, F16: 2 }[dtype];
      const read = async (from: number, to: number) =>
        toFloat32(dtype, await source.read(start + from * width, start + to * width));
      return { head: { ...head, count, dim }, blocks: () => blocksOf(name, count, dim, read) };
    }
    if (await isParquet(source)) {
      return await openColumn(await openParquet(blob, isolated(name)), fingerprint, idColumns);
    }
    const tensors = await openSafetensors(source);
    const tensor = matrixOf(name, tensors);
    const [count, dim] = tensor.shape as [number, number];
    checkWidth(name, dim);
    const read = (start: number, end: number) =>
      tensors.readFloat32(tensor.name, tensor.shape, undefined, { start, end });
    return { head: { ...head, count, dim }, blocks: () => blocksOf(name, count, dim, read) };
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    const isNamed = /\.safetensors$/i.test(name);
    throw new DataError(
      isNamed
        ? error.message
        : `${isolated(name)} is none of the files of vectors that are read: .npy, .parquet, .safetensors.`,
    );
  }
}

async function isParquet(source: ByteSource): Promise<boolean> {
  if (source.size < 12) return false;
  return String.fromCharCode(...(await source.read(0, 4))) === 'PAR1';
}

async function fingerprintOf(source: ByteSource): Promise<string> {
  const start = await source.read(0, Math.min(END, source.size));
  const end = await source.read(Math.max(0, source.size - END), source.size);
  const both = new Uint8Array(8 + start.length + end.length);
  new DataView(both.buffer).setFloat64(0, source.size);
  both.set(start, 8);
  both.set(end, 8 + start.length);
  return sha256(both);
}

/** Returns the one tensor that is vectors. @throws DataError */
function matrixOf(name: string, { tensors }: TensorSource) {
  const matrices = [...tensors.values()].filter(
    ({ dtype, shape }) =>
      isFloatDType(dtype) && shape.length === 2 && shape.every((size) => size > 0),
  );
  const [only] = matrices;
  if (only !== undefined && matrices.length === 1) return only;
  const found = [...tensors.values()]
    .slice(0, 5)
    .map(
      (tensor) =>
        `${isolated(tensor.name.slice(0, 60))} ${tensor.dtype} [${tensor.shape.join(', ')}]`,
    )
    .join('; ');
  throw new DataError(
    `${isolated(name)} must hold one tensor of floats of the shape [texts, values]; it has ${matrices.length}. Found: ${found === '' ? 'no tensor' : found}.`,
  );
}

function checkWidth(name: string, dim: number): void {
  if (dim > MOST_VALUES) {
    throw new DataError(
      `${isolated(name)} has vectors of ${dim.toLocaleString('en')} values; at most ${MOST_VALUES.toLocaleString('en')} are read. Is the array turned? Expected [texts, values].`,
    );
  }
}

async function* blocksOf(
  name: string,
  count: number,
  dim: number,
  read: (from: number, to: number) => Promise<Float32Array<ArrayBuffer>>,
): AsyncGenerator<GivenBlock, void, void> {
  const rows = Math.max(1, Math.floor(BLOCK / dim));
  for (let from = 0; from < count; from += rows) {
    const vectors = await read(from, Math.min(count, from + rows));
    checkFinite(name, vectors, from, dim);
    yield { from, vectors, ids: null };
  }
}

function checkFinite(name: string, vectors: Float32Array, from: number, dim: number): void {
  const at = vectors.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new DataError(
    `${isolated(name)} has ${vectors[at]} in the vector of row ${(from + Math.floor(at / dim) + 1).toLocaleString('en')}: every value must be a finite float32.`,
  );
}

/** Opens the column of vectors of a Parquet file, and the one of ids beside it. */
async function openColumn(
  file: ParquetFile,
  fingerprint: string,
  idColumns: readonly string[],
): Promise<GivenFile> {
  const { name, metadata, lists, columns, rows: count } = file;
  const [vector] = lists;
  if (vector === undefined || lists.length > 1) {
    throw new DataError(
      `${name} must have one column of lists of floats, the vectors; it has ${lists.length}${lists.length > 1 ? `: ${lists.map(({ element }) => isolated(element.name)).join(', ')}. Write only one of them` : ''}.`,
    );
  }
  const named = idColumns.flatMap((wanted) =>
    columns.filter(({ element, children }) => children.length === 0 && element.name === wanted),
  );
  const id = named[0];
  const read = { ...file, columns: id === undefined ? [vector] : [vector, id] };
  const group = async (at: number) => {
    const [vectors, ids] = await decodeGroup(read, metadata, at, undefined);
    return { vectors: vectors!.values, ids: ids?.values.map(idOf) ?? null };
  };
  const first = metadata.row_groups.length === 0 ? null : (await group(0)).vectors[0];
  const dim = Array.isArray(first) ? first.length : 0;
  if (dim === 0) throw new DataError(`${name} has no vector in its first row.`);
  checkWidth(name, dim);
  return {
    head: { count, dim, fingerprint, hasIds: id !== undefined },
    async *blocks() {
      let from = 0;
      for (const at of metadata.row_groups.keys()) {
        const { vectors: lists, ids } = await group(at);
        const vectors = new Float32Array(lists.length * dim);
        for (const [row, list] of lists.entries()) {
          const values: readonly unknown[] = Array.isArray(list) ? list : [];
          if (values.length !== dim) {
            throw new DataError(
              `${name} has ${values.length} values in the vector of row ${(from + row + 1).toLocaleString('en')}; expected ${dim}, as in the first row.`,
            );
          }
          // A missing value is null, and must not become 0.
          for (const [i, value] of values.entries()) {
            vectors[row * dim + i] = typeof value === 'number' ? value : Number.NaN;
          }
        }
        checkFinite(name, vectors, from, dim);
        yield { from, vectors, ids };
        from += lists.length;
      }
    },
  };
}

function idOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
