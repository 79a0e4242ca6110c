/** Opens a file: rejects bytes known to be no text, and inflates gzip. */
import { DataError } from '../../lib/data-error.ts';
import { fileKind } from './file-kind.ts';
import { gunzip, isGzip } from './gunzip.ts';
import { checkSize, TABLE_LIMIT } from './limits.ts';
import type { TableSource } from './types.ts';

/** Times that a file may be packed. */
const PACKED = 3;

/** @throws DataError that names the file and says what it is instead of text, or that it is too large; AbortError. */
export async function openTableSource(file: File, signal?: AbortSignal): Promise<TableSource> {
  const { name } = file;
  checkSize(file);
  let content: Uint8Array<ArrayBuffer>;
  try {
    content = new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new DataError(`${name} could not be read: ${String(error)}`);
  }
  signal?.throwIfAborted();
  const notes: string[] = [];
  for (let times = 0; isGzip(content); times++) {
    if (times === PACKED) {
      throw new DataError(`${name} is packed more than ${PACKED} times. Unpack it first.`);
    }
    const found = await gunzip(content, TABLE_LIMIT, signal);
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
  const kind = fileKind(content);
  if (kind !== null)
    throw new DataError(`${name} is ${kind.what}, not a table of text. ${kind.advice}`);
  return { name, content, sheet: false, notes };
}

/** Extension that tells the format: "csv" of "texts.csv.gz". */
export function extensionOf(name: string): string {
  return /\.([a-z0-9]+)(?:\.gz)*$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}
