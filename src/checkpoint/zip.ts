import { type Entry, type ReadableReader, ZipReader } from '@zip.js/zip.js/lib/zip-core-reader.js';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { checkRange } from './source.ts';
import type { ByteSource } from './types.ts';

/**
 * A zip archive with stored, uncompressed entries, so that any part of an entry can be read by range. zip.js reads the
 * central directory (zip64 included); the bytes are read here, because zip.js reads entries only from their beginning
 * to their end.
 */
export interface ZipArchive {
  /** Entry sizes in bytes, by name. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Reads bytes `[start, end)` of an entry. @throws CheckpointError if the entry is not stored as it says. */
  read(
    name: string,
    start: number,
    end: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>>;
}

const STORED = 0;
const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;
/** Largest central directory: a checkpoint's takes about 100 bytes a tensor. */
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;
/**
 * Bytes of the tail: room for the end record with the longest comment, and for most directories, in one HTTP request.
 */
const TAIL_BYTES = 128 * 1024;

/** @throws CheckpointError if `source` is no zip archive, or a damaged or compressed one. */
export async function openZip(source: ByteSource, signal?: AbortSignal): Promise<ZipArchive> {
  const file = source.name;
  const entries = new Map<string, Entry>();
  const sizes = new Map<string, number>();
  for (const entry of await readDirectory(source, signal)) {
    if (entry.directory) continue;
    const name = entry.filename;
    if (entries.has(name)) {
      throw new CheckpointError(`has the entry ${JSON.stringify(name.slice(0, 200))} twice`, {
        file,
      });
    }
    const stored =
      entry.compressionMethod === STORED &&
      !entry.encrypted &&
      entry.compressedSize === entry.uncompressedSize;
    if (!stored) {
      throw new CheckpointError(
        `entry ${JSON.stringify(name.slice(0, 200))} is compressed or encrypted, as TorchScript programs are and state dicts are not; save model.state_dict() with torch.save`,
        { file },
      );
    }
    checkRange(file, source.size, entry.offset, entry.offset + LOCAL_HEADER_BYTES);
    entries.set(name, entry);
    sizes.set(name, entry.uncompressedSize);
  }

  const dataStarts = new Map<string, number>();
  return {
    sizes,
    async read(name, start, end, readSignal) {
      const entry = entries.get(name);
      if (entry === undefined) {
        throw new CheckpointError(`has no entry ${JSON.stringify(name.slice(0, 200))}`, { file });
      }
      checkRange(`${file}: ${name}`, entry.uncompressedSize, start, end);
      let dataStart = dataStarts.get(name);
      if (dataStart === undefined) {
        dataStart = await findData(source, entry, readSignal);
        dataStarts.set(name, dataStart);
      }
      return source.read(dataStart + start, dataStart + end, readSignal);
    },
  };
}

async function readDirectory(
  source: ByteSource,
  signal: AbortSignal | undefined,
): Promise<readonly Entry[]> {
  const tailStart = Math.max(0, source.size - TAIL_BYTES);
  const tail = await source.read(tailStart, source.size, signal);
  try {
    const reader = new DirectoryReader(source, tail, signal);
    return await new ZipReader(reader, { maxAppendedDataSize: 0 }).getEntries();
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof CheckpointError) throw cause;
    throw new CheckpointError(
      `is not a readable zip archive (${cause instanceof Error ? cause.message : String(cause)}); it is cut short or damaged: fetch it again`,
      { file: source.name },
    );
  }
}

/**
 * Reads the central directory for zip.js. Its place and length come from the file itself: the request is cut to the
 * file, as zip.js expects, and refused where no checkpoint's directory is that long.
 */
class DirectoryReader implements ReadableReader {
  /** Required by zip.js' type; never read, since `readUint8Array` is there. */
  readonly readable = new ReadableStream<Uint8Array>();
  readonly size: number;
  private readonly source: ByteSource;
  private readonly tail: Uint8Array<ArrayBuffer>;
  private readonly signal: AbortSignal | undefined;

  constructor(source: ByteSource, tail: Uint8Array<ArrayBuffer>, signal: AbortSignal | undefined) {
    this.source = source;
    this.tail = tail;
    this.signal = signal;
    this.size = source.size;
  }

  async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    const start = Math.min(Math.max(0, index), this.size);
    const end = Math.min(start + Math.max(0, length), this.size);
    if (end - start > MAX_DIRECTORY_BYTES) {
      throw new CheckpointError(`says its zip directory is ${length} bytes long; it is damaged`, {
        file: this.source.name,
      });
    }
    const tailStart = this.size - this.tail.byteLength;
    if (start >= tailStart) return this.tail.slice(start - tailStart, end - tailStart);
    return this.source.read(start, end, this.signal);
  }
}

/** Finds where an entry's bytes begin: its local header ends in fields whose lengths only it knows. */
async function findData(
  source: ByteSource,
  { offset, filename, uncompressedSize }: Entry,
  signal: AbortSignal | undefined,
): Promise<number> {
  const header = await source.read(offset, offset + LOCAL_HEADER_BYTES, signal);
  const view = new DataView(header.buffer);
  const where = `${source.name}: ${filename}`;
  if (
    view.getUint32(0, true) !== LOCAL_HEADER_SIGNATURE ||
    view.getUint16(8, true) !== STORED ||
    (view.getUint16(6, true) & 1) !== 0
  ) {
    throw new CheckpointError(
      'its local zip header contradicts the directory; the archive is damaged: fetch it again',
      { file: where },
    );
  }
  const start = offset + LOCAL_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  checkRange(where, source.size, start, start + uncompressedSize);
  return start;
}
