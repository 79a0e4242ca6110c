/** Inflates gzip: several members after each other, and bytes after the last are no reason to fail. */

/** Bytes given to the browser's inflater at once. */
const PIECE = 65_536;
/** Trailer of a member: its check sum, and its size in the last four bytes. */
const TRAILER = 8;

/** Most members: each is unpacked by itself, and block-wise archives of the largest size have fewer. */
const MEMBERS = 2_000;

export interface Inflated {
  readonly content: Blob;
  /** Number of bytes after the last member. */
  readonly rest: number;
}

/**
 * @returns Null if the archive is cut or damaged, 'large' if it inflates to more than `limit` bytes, 'many' if
 * it has too many members.
 * @throws AbortError.
 */
export async function gunzip(
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
  signal?: AbortSignal,
): Promise<Inflated | 'large' | 'many' | null> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  let members = 0;
  for (let at = 0; at < bytes.length; members++) {
    if (members === MEMBERS) return 'many';
    if (!isGzip(bytes.subarray(at))) return { content: new Blob(parts), rest: bytes.length - at };
    const source = bytes.subarray(at);
    const fast = await attempt(source, source.length, limit - size, signal);
    if (fast === 'large') return 'large';
    if (fast.failed === null) {
      parts.push(...fast.parts);
      break;
    }
    const from = Math.min(fast.failed, Math.max(0, source.length - PIECE));
    const whole = await beforeNext(source, from, limit - size, signal);
    if (whole === 'large') return 'large';
    if (whole !== null) {
      parts.push(...whole.parts);
      size += whole.size;
      at += whole.end;
      continue;
    }
    // The inflater refuses a whole piece if a member ends in it: given bytes one by one, it takes those before the end.
    const exact = await attempt(source, from, limit - size, signal);
    if (exact === 'large') return 'large';
    const end = endOf(source, from, exact);
    if (end === null) return null;
    parts.push(...exact.parts);
    size += exact.size;
    at += end;
  }
  return { content: new Blob(parts), rest: 0 };
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

interface Attempt {
  readonly parts: Uint8Array<ArrayBuffer>[];
  readonly size: number;
  /** Start of the piece that was refused, or the end of the bytes if they did not suffice; null if all were taken. */
  readonly failed: number | null;
}

/** @param single Position from which bytes are given one by one. */
async function attempt(
  bytes: Uint8Array<ArrayBuffer>,
  single: number,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Attempt | 'large'> {
  const { readable, writable } = new DecompressionStream('gzip');
  const [writer, reader] = [writable.getWriter(), readable.getReader()];
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reading = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.byteLength;
      parts.push(value);
      if (size > limit) {
        await reader.cancel();
        return;
      }
    }
  })().catch(() => {});
  let failed: number | null = null;
  for (let at = 0; at < bytes.length && failed === null && size <= limit; ) {
    signal?.throwIfAborted();
    const end = at < single ? Math.min(at + PIECE, single) : at + 1;
    try {
      await writer.write(bytes.subarray(at, end));
      at = end;
    } catch {
      failed = at;
    }
  }
  if (failed === null) {
    await writer.close().catch(() => {
      failed = bytes.length;
    });
  }
  await reading;
  return size > limit ? 'large' : { parts, size, failed };
}

/** Beginnings of a next member that are tried: others would be chance or malice. */
const TRIED = 4;

/** The member that ends where the next one seems to begin, in the piece at `from`; null if none does. */
async function beforeNext(
  bytes: Uint8Array<ArrayBuffer>,
  from: number,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<(Attempt & { readonly end: number }) | 'large' | null> {
  let tried = 0;
  const stop = Math.min(bytes.length, from + PIECE + 1);
  for (let end = Math.max(TRAILER, from); end < stop && tried < TRIED; end++) {
    // Compressed by "deflate", the only method there is.
    if (bytes[end] !== 0x1f || bytes[end + 1] !== 0x8b || bytes[end + 2] !== 8) continue;
    tried += 1;
    const found = await attempt(bytes.subarray(0, end), end, limit, signal);
    if (found === 'large') return 'large';
    if (found.failed === null) return { ...found, end };
  }
  return null;
}

/** End of the member that holds these parts, by its trailer; null if there is none after `from`. */
function endOf(
  bytes: Uint8Array<ArrayBuffer>,
  from: number,
  { parts, size }: Attempt,
): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const sum = checkSum(parts);
  for (let end = Math.max(TRAILER, from); end <= bytes.length; end++) {
    const same = view.getUint32(end - 4, true) === size % 2 ** 32;
    if (same && view.getUint32(end - TRAILER, true) === sum) return end;
  }
  return null;
}

/** CRC-32 as in RFC 1952. */
function checkSum(parts: readonly Uint8Array[]): number {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let code = byte;
    for (let bit = 0; bit < 8; bit++) code = code & 1 ? (code >>> 1) ^ 0xedb88320 : code >>> 1;
    return code;
  });
  let sum = 0xffffffff;
  for (const part of parts) {
    for (const byte of part) sum = (sum >>> 8) ^ (table[(sum ^ byte) & 0xff] ?? 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
