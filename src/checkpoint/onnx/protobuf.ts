/**
 * Reads protobuf messages of a file too large for memory: walks fields by their headers, through a window, and skips
 * unread those that a caller does not ask for.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { CheckpointError } from '../../lib/checkpoint-error.ts';
import type { ByteSource } from '../types.ts';

export interface Field {
  readonly number: number;
  readonly type: WireType;
  /** Value of a varint; not exact above 2^53. 0 for other types. */
  readonly value: number;
  /** Bytes `[start, end)` of a length-delimited or fixed-width field. */
  readonly start: number;
  readonly end: number;
}

/** Bytes of one read: far more than a node or a tensor's header, and one request where the file is on a server. */
const WINDOW_BYTES = 64 * 1024;
/** Bytes of a field's tag and its length or value, ten each at most. */
const HEADER_BYTES = 20;
/** Most fields: the largest encoders' graphs have some ten thousand nodes and tensors, with ten fields each. */
const MAX_FIELDS = 1 << 20;

export class ProtobufFile {
  #window: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #start = 0;
  #fields = 0;

  constructor(
    readonly source: ByteSource,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Yields the fields of the message at `[start, end)`. @throws CheckpointError if it is no message. */
  async *fields(start: number, end: number): AsyncGenerator<Field> {
    for (let at = start; at < end; ) {
      if (++this.#fields > MAX_FIELDS) {
        throw this.#error(`has more than ${MAX_FIELDS} fields, as no encoder's graph has`);
      }
      const header = await this.bytes(at, Math.min(at + HEADER_BYTES, end));
      const field = readField(header, 0, at, end);
      if (field === null) throw this.#error(`holds no protobuf field at byte ${at}`);
      yield field;
      at = field.end;
    }
  }

  /** Reads bytes `[start, end)`: a view, which the caller must copy to keep. */
  async bytes(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (start < this.#start || end > this.#start + this.#window.byteLength) {
      const to = Math.max(end, Math.min(start + WINDOW_BYTES, this.source.size));
      this.#window = await this.source.read(start, to, this.signal);
      this.#start = start;
    }
    return this.#window.subarray(start - this.#start, end - this.#start);
  }

  #error(message: string): CheckpointError {
    return new CheckpointError(
      `${message}; it is no ONNX file, or is damaged: fetch or export it again`,
      { file: this.source.name },
    );
  }
}

/** Yields the fields of a message in memory; null in place of the first invalid one, and nothing after it. */
export function* messageFields(message: Uint8Array): Generator<Field | null> {
  for (let at = 0; at < message.length; ) {
    const field = readField(message, at, at, message.length);
    yield field;
    if (field === null) return;
    at = field.end;
  }
}

/** Yields packed varints, as signed numbers; null in place of the first invalid one, and nothing after it. */
export function* packedVarints(bytes: Uint8Array): Generator<number | null> {
  const reader = new BinaryReader(bytes);
  while (reader.pos < bytes.length) {
    let value: number | null;
    try {
      value = Number(reader.int64());
    } catch {
      value = null;
    }
    yield reader.pos > bytes.length ? null : value;
    if (value === null) return;
  }
}

/**
 * Reads the field whose header is at `bytes[offset]`, which is byte `at` of a file; null if it is invalid or passes
 * `end`.
 */
function readField(bytes: Uint8Array, offset: number, at: number, end: number): Field | null {
  const reader = new BinaryReader(offset === 0 ? bytes : bytes.subarray(offset));
  try {
    const [number, type] = reader.tag();
    let value = 0;
    let length = 0;
    if (type === WireType.Varint) value = Number(reader.int64());
    else if (type === WireType.LengthDelimited) length = reader.uint32();
    else if (type === WireType.Bit32) length = 4;
    else if (type === WireType.Bit64) length = 8;
    // Groups, which ONNX does not use, could be nested without end.
    else return null;
    const start = at + reader.pos;
    return start + length <= end ? { number, type, value, start, end: start + length } : null;
  } catch {
    return null;
  }
}
