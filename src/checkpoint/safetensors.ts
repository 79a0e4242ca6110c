import { CheckpointError } from '../lib/checkpoint-error.ts';
import { isObject } from '../lib/checks.ts';
import { DTYPE_BYTES, elementCount, isDType } from './dtype.ts';
import { parseStrictJson } from './json.ts';
import { tensorSource } from './tensor-source.ts';
import type { ByteSource, DType, TensorInfo, TensorSource } from './types.ts';

/**
 * The safetensors format (huggingface/safetensors, README "Format"): eight bytes of header length,
 * a JSON header of dtype, shape and byte range a tensor, then the tensors' bytes. The ranges must
 * tile the rest of the file: no overlap, no hole, nothing left over. The reference reader refuses
 * the same files.
 */

/** Largest header, far above any real one (100 kB for the largest encoders); keeps a bad one from filling memory. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024;

interface Extent extends TensorInfo {
  readonly begin: number;
  readonly end: number;
}

/**
 * Opens a safetensors file: reads and checks its header; tensors are read later, by range.
 * @throws CheckpointError naming the file and the tensor for any breach of the format.
 */
export async function openSafetensors(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<TensorSource> {
  const file = source.name;
  if (source.size < 8) {
    throw new CheckpointError(`is ${source.size} bytes long; no safetensors file is`, { file });
  }
  const start = await source.read(0, Math.min(source.size, 64), signal);
  refuseLfsPointer(file, start);
  const length = new DataView(start.buffer).getBigUint64(0, true);
  if (length > BigInt(Math.min(MAX_HEADER_BYTES, source.size - 8))) {
    throw new CheckpointError(
      `says its header is ${length} bytes long, and the file has ${source.size}; it is not a safetensors file, or is cut short: fetch it again`,
      { file },
    );
  }
  const dataStart = 8 + Number(length);
  const header = parseStrictJson(file, await source.read(8, dataStart, signal), {
    maxDepth: 4,
  });
  const extents = parseHeader(file, header);
  checkTiling(file, extents, source.size - dataStart);

  const ranges = new Map(extents.map((extent) => [extent.name, extent]));
  const tensors = new Map(
    extents.map(({ name, dtype, shape }) => [name, { name, dtype, shape }] as const),
  );
  return tensorSource(file, tensors, ({ name, shape }, readSignal, rows) => {
    const { begin, end } = ranges.get(name)!;
    const from = dataStart + begin;
    if (rows === undefined) return source.read(from, dataStart + end, readSignal);
    const width = (end - begin) / shape[0]!;
    return source.read(from + rows.start * width, from + rows.end * width, readSignal);
  });
}

/** Refuses the small text files that a clone without git-lfs has in place of the weights. */
export function refuseLfsPointer(file: string, start: Uint8Array): void {
  if (new TextDecoder().decode(start).startsWith('version https://git-lfs')) {
    throw new CheckpointError(
      'is a git-lfs pointer, not the weights; run "git lfs pull" in the model\'s folder',
      { file },
    );
  }
}

function parseHeader(file: string, header: unknown): Extent[] {
  if (!isObject(header)) throw new CheckpointError('header is not a JSON object', { file });
  const extents: Extent[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      if (!isObject(entry) || Object.values(entry).some((value) => typeof value !== 'string')) {
        throw new CheckpointError('header field "__metadata__" does not map names to strings', {
          file,
        });
      }
    } else {
      extents.push(parseEntry(file, name, entry));
    }
  }
  return extents;
}

function parseEntry(file: string, name: string, entry: unknown): Extent {
  const fail = (message: string): never => {
    throw new CheckpointError(message, { file, tensor: name.slice(0, 200) });
  };
  if (!isObject(entry)) return fail('header entry is not an object');
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isDType(dtype)) {
    return fail(
      `dtype ${brief(dtype)} is not supported (known: ${Object.keys(DTYPE_BYTES).join(', ')})`,
    );
  }
  if (!isSizes(shape) || shape.length > 16) return fail(`shape ${brief(shape)} is not a shape`);
  if (!isSizes(offsets) || offsets.length !== 2) {
    return fail(`data_offsets ${brief(offsets)} are not two byte offsets`);
  }
  const [begin, end] = offsets as [number, number];
  const bytes = (elementCount(shape) ?? Number.POSITIVE_INFINITY) * DTYPE_BYTES[dtype];
  if (end - begin !== bytes) {
    return fail(
      `shape [${shape.join(', ')}] of ${dtype} takes ${bytes} bytes, but data_offsets ${begin} to ${end} hold ${end - begin}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

/** Throws unless the extents, in file order, cover the data section exactly. */
function checkTiling(file: string, extents: readonly Extent[], dataBytes: number): void {
  let reached = 0;
  for (const { name, begin, end } of [...extents].sort(
    (a, b) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin !== reached) {
      throw new CheckpointError(
        begin < reached
          ? `begins at ${begin}, inside the tensor before it, which ends at ${reached}`
          : `begins at ${begin}, but the tensor before it ends at ${reached}: bytes that belong to no tensor`,
        { file, tensor: name },
      );
    }
    if (end > dataBytes) {
      throw new CheckpointError(
        `ends at byte ${end} of the data, but the file has only ${dataBytes}; it is cut short: fetch it again`,
        { file, tensor: name },
      );
    }
    reached = end;
  }
  if (reached !== dataBytes) {
    throw new CheckpointError(
      `has ${dataBytes - reached} bytes after its last tensor; it is damaged: fetch it again`,
      { file },
    );
  }
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function brief(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? 'missing';
}

/** A tensor to write: `bytes` are little-endian, row-major. */
export interface TensorData {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/**
 * Encodes a safetensors file. Same tensors and metadata, same bytes, in whatever order they were added: wider types
 * first, then by name, as the reference writer does, so that every tensor lies at a multiple of its element size. The
 * data section begins at a multiple of 64.
 *
 * @throws CheckpointError if a tensor's bytes do not match its dtype and shape.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, TensorData>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const file = 'safetensors file to be written';
  const ordered = [...tensors].sort(
    ([a, { dtype: x }], [b, { dtype: y }]) =>
      DTYPE_BYTES[y] - DTYPE_BYTES[x] || (x < y ? -1 : x > y ? 1 : a < b ? -1 : 1),
  );
  const header: [string, unknown][] = [];
  const sortedMetadata = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  if (sortedMetadata.length > 0) header.push(['__metadata__', Object.fromEntries(sortedMetadata)]);
  let offset = 0;
  for (const [name, { dtype, shape, bytes }] of ordered) {
    if (name === '__metadata__' || elementCount(shape) !== bytes.byteLength / DTYPE_BYTES[dtype]) {
      throw new CheckpointError(
        `${bytes.byteLength} bytes cannot be written as ${dtype} [${shape.join(', ')}]`,
        { file, tensor: name },
      );
    }
    header.push([name, { dtype, shape, data_offsets: [offset, offset + bytes.byteLength] }]);
    offset += bytes.byteLength;
  }
  // Object.fromEntries would move names that look like array indexes to the front.
  const json = `{${header.map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(',')}}`;
  const jsonBytes = new TextEncoder().encode(json);
  const dataStart = Math.ceil((8 + jsonBytes.byteLength) / 64) * 64;
  const out = new Uint8Array(dataStart + offset);
  new DataView(out.buffer).setBigUint64(0, BigInt(dataStart - 8), true);
  out.fill(0x20, 8, dataStart);
  out.set(jsonBytes, 8);
  let position = dataStart;
  for (const [, { bytes }] of ordered) {
    out.set(bytes, position);
    position += bytes.byteLength;
  }
  return out;
}
