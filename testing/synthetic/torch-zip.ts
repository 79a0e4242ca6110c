import { crc32 } from 'node:zlib';

/**
 * Zip archives in torch.save's layout (PyTorch, caffe2/serialize/inline_container.cc, over miniz):
 * entries are stored, an extra field "FB" aligns each entry's bytes to a multiple of 64, a descriptor after
 * the bytes holds their sizes, zip64 fields appear from 4 GiB on, and a zip64 end record always. Archives
 * are written front to back, each entry in any number of pieces.
 */

const ALIGNMENT = 64;
const LOCAL_HEADER_BYTES = 30;
const ZIP64_LIMIT = 0xffffffff;
/** Sizes follow in a descriptor; names are UTF-8. */
const FLAGS = 0x0808;

export type WriteBytes = (bytes: Uint8Array) => Promise<void> | void;

interface WrittenEntry {
  readonly name: Uint8Array;
  readonly crc: number;
  readonly size: number;
  readonly offset: number;
}

export class TorchZip {
  private readonly write: WriteBytes;
  private readonly entries: WrittenEntry[] = [];
  private position = 0;

  constructor(write: WriteBytes) {
    this.write = write;
  }

  /** @param pieces The entry's bytes in order, below 4 GiB in all. */
  async add(path: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const offset = this.position;
    const name = new TextEncoder().encode(path);
    const zip64 = zip64Offset(offset);
    const header = fields('IHHHIIIIHH', [0x04034b50, 0, FLAGS, 0, 0, 0, 0, 0, name.length, 0]);
    const unpadded = offset + LOCAL_HEADER_BYTES + name.length + zip64.length + 4;
    const padding = (ALIGNMENT - (unpadded % ALIGNMENT)) % ALIGNMENT;
    const extra = [zip64, fields('HH', [0x4246, padding]), new Uint8Array(padding).fill(0x5a)];
    new DataView(header.buffer).setUint16(28, zip64.length + 4 + padding, true);
    await this.put(header, name, ...extra);

    const start = this.position;
    let crc = 0;
    for await (const piece of pieces) {
      crc = crc32(piece, crc);
      await this.put(piece);
    }
    const size = this.position - start;
    if (size >= ZIP64_LIMIT) throw new RangeError(`${path} has ${size} bytes; 4 GiB is the limit`);
    const wide = zip64.length > 0;
    await this.put(fields(wide ? 'IIQQ' : 'IIII', [0x08074b50, crc, size, size]));
    this.entries.push({ name, crc, size, offset });
  }

  /** Writes the directory. */
  async finish(): Promise<void> {
    const start = this.position;
    for (const { name, crc, size, offset } of this.entries) {
      const zip64 = zip64Offset(offset);
      const place = Math.min(offset, ZIP64_LIMIT);
      await this.put(
        fields('IHHHHIIIIHHHHHII', [
          ...[0x02014b50, 0, 0, FLAGS, 0, 0, crc, size, size, name.length, zip64.length],
          ...[0, 0, 0, 0, place],
        ]),
        name,
        zip64,
      );
    }
    const bytes = this.position - start;
    const end = this.position;
    const count = this.entries.length;
    await this.put(
      fields('IQHHIIQQQQ', [0x06064b50, 44, 0x031e, 45, 0, 0, count, count, bytes, start]),
      fields('IIQI', [0x07064b50, 0, end, 1]),
      fields('IHHHHIIH', [
        ...[0x06054b50, 0, 0, Math.min(count, 0xffff), Math.min(count, 0xffff)],
        ...[bytes, Math.min(start, ZIP64_LIMIT), 0],
      ]),
    );
  }

  private async put(...pieces: readonly Uint8Array[]): Promise<void> {
    for (const piece of pieces) {
      if (piece.byteLength === 0) continue;
      await this.write(piece);
      this.position += piece.byteLength;
    }
  }
}

/** Extra field for an offset of 4 GiB or more. */
function zip64Offset(offset: number): Uint8Array {
  return offset < ZIP64_LIMIT ? new Uint8Array(0) : fields('HHQ', [1, 8, offset]);
}

const WIDTHS: Readonly<Record<string, number>> = { H: 2, I: 4, Q: 8 };

/** Little-endian unsigned integers of 2 (H), 4 (I) and 8 (Q) bytes, as Python's struct names them. */
export function fields(format: string, values: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array([...format].reduce((sum, type) => sum + WIDTHS[type]!, 0));
  const view = new DataView(bytes.buffer);
  let position = 0;
  for (const [i, type] of [...format].entries()) {
    const value = values[i]!;
    if (type === 'H') view.setUint16(position, value, true);
    else if (type === 'I') view.setUint32(position, value, true);
    else view.setBigUint64(position, BigInt(value), true);
    position += WIDTHS[type]!;
  }
  return bytes;
}
