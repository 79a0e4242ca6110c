/** Opens a file: rejects bytes known to be no text, and inflates gzip. */
import { DataError } from '../../lib/data-error.ts';
import { kindOf } from './file-kind.ts';
import { checkSize, TABLE_LIMIT } from './limits.ts';
import type { TableSource } from './types.ts';

/** @throws DataError that names the file and says what it is instead of text, or that it is too large; AbortError. */
export async function openSource(file: File, signal?: AbortSignal): Promise<TableSource> {
  const { name } = file;
  checkSize(file);
  let content: Uint8Array<ArrayBuffer>;
  try {
    content = new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new DataError(`${name} could not be read: ${String(error)}`);
  }
  signal?.throwIfAborted();
  if (content[0] === 0x1f && content[1] === 0x8b) content = await inflate(name, content, signal);
  const kind = kindOf(content);
  if (kind !== null)
    throw new DataError(`${name} is ${kind.what}, not a table of text. ${kind.advice}`);
  return { name, content, sheet: false };
}

/** Extension that tells the format: "csv" of "texts.csv.gz". */
export function extensionOf(name: string): string {
  return /\.([a-z0-9]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}

async function inflate(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
    .getReader();
  const parts: BlobPart[] = [];
  let size = 0;
  for (;;) {
    signal?.throwIfAborted();
    let part: ReadableStreamReadResult<Uint8Array<ArrayBuffer>>;
    try {
      part = await reader.read();
    } catch {
      throw new DataError(`${name} is a gzip archive that is cut or damaged. Download it again.`);
    }
    if (part.done) break;
    size += part.value.byteLength;
    if (size > TABLE_LIMIT) {
      await reader.cancel();
      throw new DataError(
        `${name} holds more than ${TABLE_LIMIT / 1e6} MB once it is unpacked, the most that are read. Split it.`,
      );
    }
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
