/**
 * The files of stored vectors, one folder for each model, device and instruction:
 *
 * - `about`: a magic word, version, length and CRC, then the folder's origin, as text;
 * - `rows-<n>`: float32 rows as computed, little-endian, without anything between them;
 * - `index`: a record of fixed size for each row, in the same order.
 *
 * A record is written once its row is on the disk. Bytes after the last whole record were never finished.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import crc from 'crc-32';
import type { Unread } from '../../engine/types.ts';
import type { Origin } from './types.ts';

/** Version of the files. Another version is refused, and named in the list of stored sets. */
const FORMAT_VERSION = 1;

/**
 * Revision of the code that changes a text's vector beside the model's own files: the engine's tokenising, masking,
 * pooling. Raise it with such a change: earlier vectors are not found any more.
 */
export const ENGINE_REVISION = 2;

export const ABOUT_FILE = 'about';
export const INDEX_FILE = 'index';
export const rowsFile = (shard: number) => `rows-${String(shard).padStart(6, '0')}`;

const crc32 = (bytes: Uint8Array, seed?: number) => crc.buf(bytes, seed);

/** Bytes of a text's hash. */
export const HASH_BYTES = 16;
export const RECORD_BYTES = 36;

const MAGIC = new TextEncoder().encode('FACETVEC');
const HEAD_BYTES = MAGIC.length + 12;
const PAGE_BYTES = 256 * 1024;
const PAGES_A_SHARD = 64;

/** Number of rows read together. */
export const rowsPerPage = (dim: number) => Math.max(1, Math.floor(PAGE_BYTES / (dim * 4)));
/** Number of rows in a full file: 16 MiB of them. */
export const rowsPerShard = (dim: number) => rowsPerPage(dim) * PAGES_A_SHARD;

/** Origin of a folder. */
export interface About extends Origin {
  readonly instruction: string;
  readonly dim: number;
}

/** A folder that cannot be read, with the reason. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** Hashes a text as it reaches the tokenizer: its UTF-16, so that lone surrogates count. Uint8Array [16]. */
export function hashOf(text: string): Uint8Array {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at);
  return sha256(new Uint8Array(units.buffer)).subarray(0, HASH_BYTES);
}

export function folderName(origin: Origin, instruction: string): string {
  const { fingerprint, precision, device } = origin;
  const key = JSON.stringify([ENGINE_REVISION, fingerprint, precision, device, instruction]);
  // JSON escapes lone surrogates, so the key holds the whole instruction.
  return Array.from(hashOf(key), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function writeAbout(about: About): Uint8Array<ArrayBuffer> {
  const { model, fingerprint, precision, device, instruction, dim } = about;
  const said = { model, fingerprint, precision, device, instruction, dim };
  const body = new TextEncoder().encode(JSON.stringify({ ...said, engine: ENGINE_REVISION }));
  const bytes = new Uint8Array(HEAD_BYTES + body.length);
  bytes.set(MAGIC);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, FORMAT_VERSION, true);
  view.setUint32(12, body.length, true);
  view.setInt32(16, crc32(body), true);
  bytes.set(body, HEAD_BYTES);
  return bytes;
}

/**
 * Reads `about`; null where the folder was never begun: its first write did not end.
 * @throws UnreadableError for another version, with what to do.
 */
export function readAbout(bytes: Uint8Array<ArrayBuffer>): About | null {
  if (bytes.length < HEAD_BYTES || MAGIC.some((byte, at) => bytes[at] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== FORMAT_VERSION) {
    throw new UnreadableError(
      version > FORMAT_VERSION
        ? `Kept by a newer Facet (version ${version}; this one reads ${FORMAT_VERSION}): reload the page to get it.`
        : `Kept by an older Facet (version ${version}; this one reads ${FORMAT_VERSION}): delete it, and its texts are embedded again.`,
    );
  }
  const body = bytes.subarray(HEAD_BYTES, HEAD_BYTES + view.getUint32(12, true));
  if (body.length !== view.getUint32(12, true) || crc32(body) !== view.getInt32(16, true)) {
    return null;
  }
  const said = JSON.parse(new TextDecoder().decode(body)) as About & { readonly engine: number };
  if (said.engine !== ENGINE_REVISION) {
    throw new UnreadableError(
      'Computed by another version of Facet, whose vectors differ: delete it, and its texts are embedded again.',
    );
  }
  return said;
}

/** Facts of a record besides the text's hash. */
export interface Facts {
  readonly tokens: number;
  readonly masked: number;
  readonly truncated: boolean;
  readonly unread: Unread | null;
  readonly zeros: boolean;
}

const UNREAD: readonly (Unread | null)[] = [null, 'fused', 'cut', 'empty'];

/** Writes the record of row `position`; its CRC covers the position, so that no record counts in another's place. */
export function writeRecord(
  position: number,
  hash: Uint8Array,
  facts: Facts,
  row: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(RECORD_BYTES);
  bytes.set(hash);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, facts.tokens, true);
  view.setUint32(20, facts.masked, true);
  bytes[24] = facts.truncated ? 1 : 0;
  bytes[25] = UNREAD.indexOf(facts.unread);
  bytes[26] = facts.zeros ? 1 : 0;
  view.setInt32(28, crc32(row), true);
  view.setInt32(32, crc32(bytes.subarray(0, 32), position), true);
  return bytes;
}

/** Whether the record at `at` of `index` is whole, and belongs to the row `position`. */
export function isRecord(index: Uint8Array, at: number, position: number): boolean {
  const crc = new DataView(index.buffer, index.byteOffset + at).getInt32(32, true);
  return crc32(index.subarray(at, at + 32), position) === crc;
}

export function readFacts(index: Uint8Array, position: number): Facts {
  const at = position * RECORD_BYTES;
  const view = new DataView(index.buffer, index.byteOffset + at);
  return {
    tokens: view.getUint32(16, true),
    masked: view.getUint32(20, true),
    truncated: index[at + 24] === 1,
    unread: UNREAD[index[at + 25]!] ?? null,
    zeros: index[at + 26] === 1,
  };
}

/** Whether a row is the one that the record `position` was written for. */
export function isRowOf(index: Uint8Array, position: number, row: Uint8Array): boolean {
  const view = new DataView(index.buffer, index.byteOffset + position * RECORD_BYTES);
  return view.getInt32(28, true) === crc32(row);
}
