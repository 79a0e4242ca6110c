/** Opens a file: rejects bytes known to be no text, and inflates gzip. */

import { DataError } from '../../lib/data-error.ts';
import { isolated } from '../../lib/isolate.ts';
import { fileKind, isParquet } from './file-kind.ts';
import { gunzip, isGzip } from './gunzip.ts';
import { checkSize, FILE_LIMIT, TABLE_LIMIT } from './limits.ts';
import type { TableSource } from './types.ts';

/** Times that a file may be packed. */
const PACKED = 3;
/** Bytes at each end that tell what a file is. */
const END = 65_536;

/** @throws DataError that names the file and says what it is instead of text, or that it is too large; AbortError. */
export async function openTableSource(file: File, signal?: AbortSignal): Promise<TableSource> {
  // For messages: it comes from another computer.
  const name = isolated(file.name);
  checkSize(name, file.size, FILE_LIMIT);
  let content: Blob = file;
  const notes: string[] = [];
  for (let times = 0; isGzip(await bytesOf(name, content, 0, 2)); times++) {
    signal?.throwIfAborted();
    if (times === PACKED) {
      throw new DataError(`${name} is packed more than ${PACKED} times. Unpack it first.`);
    }
    checkSize(name, content.size, TABLE_LIMIT);
    const found = await gunzip(await bytesOf(name, content), TABLE_LIMIT, signal);
    if (found === null) {
      throw new DataError(`${name} is a gzip archive that is cut or damaged. Download it again.`);
    }
    if (found === 'large') {
      throw new DataError(
        `${name} holds more than ${TABLE_LIMIT / 1e6} MB once it is unpacked, the most that are read. Split it.`,
      );
    }
    if (found === 'many') {
      throw new DataError(`${name} is packed in too many pieces. Unpack it first.`);
    }
    content = found.content;
    if (found.rest > 0) {
      const many = found.rest === 1 ? '1 byte' : `${found.rest.toLocaleString('en')} bytes`;
      notes.push(
        `${many} after the end of the gzip archive ${found.rest === 1 ? 'is' : 'are'} left out.`,
      );
    }
  }
  const ends = await endsOf(name, content);
  signal?.throwIfAborted();
  if (isParquet(ends)) return { name, content, parquet: true, sheet: false, notes };
  const kind = fileKind(ends);
  if (kind !== null)
    throw new DataError(`${name} is ${kind.what}, not a table of text. ${kind.advice}`);
  return { name, content, sheet: false, notes };
}

/** @throws DataError if the file cannot be read, or not any more. */
export async function bytesOf(
  name: string,
  content: Blob,
  start = 0,
  end = content.size,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await content.slice(start, end).arrayBuffer());
  } catch {
    throw new DataError(
      `${name} could not be read: it was changed, moved or deleted, or is locked. Choose it again.`,
    );
  }
}

/** The first and last bytes of a file after each other; all of a small one. */
async function endsOf(name: string, content: Blob): Promise<Uint8Array> {
  if (content.size <= 2 * END) return bytesOf(name, content);
  const both = new Uint8Array(2 * END);
  both.set(await bytesOf(name, content, 0, END));
  both.set(await bytesOf(name, content, content.size - END), END);
  return both;
}

/** Extension that tells the format: "csv" of "texts.csv.gz". */
export function extensionOf(name: string): string {
  return /\.([a-z0-9]+)(?:\.gz)*\u2069?$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}
