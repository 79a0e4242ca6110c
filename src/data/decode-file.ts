import { DataError } from './errors.ts';

/**
 * The text of a file in pieces, cut anywhere. UTF-8 with or without a byte order mark, or UTF-16 with one.
 * @param onPiece Gets each piece, and how many bytes of the file were read so far.
 * @throws DataError that names the file if it is no text or cannot be read.
 */
export async function decodeFile(
  file: File,
  onPiece: (piece: string, bytes: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const { name } = file;
  try {
    const decoder = new TextDecoder(await encodingOf(file), { fatal: true });
    const reader = file.stream().getReader();
    let bytes = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      bytes += value?.byteLength ?? 0;
      const piece = done ? decoder.decode() : decoder.decode(value, { stream: true });
      // UTF-8 allows it, no text has it, and most binary formats begin with it.
      if (piece.includes('\u0000')) throw new TypeError('a zero byte');
      onPiece(piece, bytes);
      if (done) return;
    }
  } catch (error) {
    if (error instanceof DataError || signal?.aborted) throw error;
    // What the decoder throws; anything else is the disk's.
    if (error instanceof TypeError) {
      throw new DataError(`${name} is not plain text in UTF-8. Save it as UTF-8 text (.txt).`);
    }
    throw new DataError(`${name} could not be read: ${String(error)}`);
  }
}

/** @throws DataError if the file has more than `limit` bytes. */
export function checkSize({ name, size }: File, limit: number): void {
  if (size <= limit) return;
  throw new DataError(
    `${name} has ${megabytes(size)} MB; at most ${megabytes(limit)} are read. Split it.`,
  );
}

/** By the byte order mark, which the decoder then leaves out. */
async function encodingOf(file: File): Promise<string> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes % 1e6 === 0 ? 0 : 1);
}
