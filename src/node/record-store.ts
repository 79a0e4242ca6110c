/**
 * Results of long work, kept on disk by key, so that an interrupted run goes on where it was. Files are only ever appended
 * to, and each process writes files of its own:
 *
 *     magic "FACETREC", version u32, then records of: length u32, key [32], value [length], CRC-32 of all before i32
 *
 * little-endian. Bytes after the last whole record were never finished, and a record that fails its checksum ends its file:
 * what follows is computed again.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import crc from 'crc-32';
import { FileError } from './errors.ts';

const MAGIC = Buffer.from('FACETREC');
const VERSION = 1;
const HEAD_BYTES = MAGIC.length + 4;
const KEY_BYTES = 32;
/** Bytes of a file beyond which the next one is begun: it is read whole when a run begins. */
const FILE_BYTES = 256 * 1024 * 1024;
const ENDING = '.records';

interface Place {
  readonly file: number;
  readonly offset: number;
  readonly length: number;
}

export class RecordStore {
  readonly #folder: string;
  /** Open files by their descriptor, and where each value lies. */
  readonly #places = new Map<string, Place>();
  readonly #open: number[] = [];
  #writing: { readonly file: number; bytes: number } | null = null;
  /** Files that end in something else than a whole record. */
  readonly broken: readonly string[];

  private constructor(folder: string) {
    this.#folder = folder;
    const broken: string[] = [];
    for (const name of readdirSync(folder).sort()) {
      if (!name.endsWith(ENDING)) continue;
      if (!this.#read(join(folder, name))) broken.push(name);
    }
    this.broken = broken;
  }

  /**
   * Opens the records of an origin, and makes its folder where there is none, in a folder that exists.
   * @param origin All that the values depend on beside their keys: another origin has other records.
   * @throws FileError if the folder cannot be read or made.
   */
  static open(folder: string, origin: string): RecordStore {
    const name = createHash('sha256').update(origin).digest('hex').slice(0, 32);
    try {
      const own = join(folder, name);
      // Not with its parents: under /proc, Node would look for them forever.
      for (const each of [folder, own]) if (!existsSync(each)) mkdirSync(each);
      return new RecordStore(own);
    } catch (error) {
      throw FileError.of(folder, error);
    }
  }

  get size(): number {
    return this.#places.size;
  }

  /** @param key 32 bytes in hexadecimal. */
  has(key: string): boolean {
    return this.#places.has(key);
  }

  /** Reads a value; undefined where there is none. @throws FileError */
  get(key: string): Uint8Array<ArrayBuffer> | undefined {
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    const bytes = new Uint8Array(place.length);
    try {
      if (readSync(place.file, bytes, 0, place.length, place.offset) === place.length) return bytes;
    } catch (error) {
      throw FileError.of(this.#folder, error);
    }
    throw new FileError(this.#folder, 'was shortened while it was read; start again');
  }

  /** Keeps values, in one write: what has returned survives the end of this process. @throws FileError */
  put(entries: readonly (readonly [key: string, value: Uint8Array])[]): void {
    const fresh = entries.filter(([key]) => !this.#places.has(key));
    if (fresh.length === 0) return;
    try {
      const writing = this.#file();
      const bytes = Buffer.concat(fresh.map(([key, value]) => record(key, value)));
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(writing.file, bytes, done, bytes.length - done, writing.bytes + done);
      }
      let offset = writing.bytes + 4 + KEY_BYTES;
      for (const [key, { length }] of fresh) {
        this.#places.set(key, { file: writing.file, offset, length });
        offset += length + 8 + KEY_BYTES;
      }
      writing.bytes += bytes.length;
    } catch (error) {
      throw FileError.of(this.#folder, error);
    }
  }

  close(): void {
    for (const file of this.#open) closeSync(file);
    this.#open.length = 0;
    this.#places.clear();
    this.#writing = null;
  }

  /** The file to append to. A new name each, so that two processes never write one file. */
  #file(): { readonly file: number; bytes: number } {
    if (this.#writing !== null && this.#writing.bytes < FILE_BYTES) return this.#writing;
    const name = `${Date.now().toString(36)}-${randomBytes(6).toString('hex')}${ENDING}`;
    const file = openSync(join(this.#folder, name), 'wx+');
    this.#open.push(file);
    const head = Buffer.alloc(HEAD_BYTES);
    MAGIC.copy(head);
    head.writeUInt32LE(VERSION, MAGIC.length);
    writeSync(file, head);
    this.#writing = { file, bytes: HEAD_BYTES };
    return this.#writing;
  }

  /** @returns whether the file ends in a whole record. */
  #read(path: string): boolean {
    const bytes = readFileSync(path);
    const isOurs = bytes.length >= HEAD_BYTES && bytes.subarray(0, MAGIC.length).equals(MAGIC);
    if (!isOurs || bytes.readUInt32LE(MAGIC.length) !== VERSION) return false;
    const file = openSync(path, 'r');
    this.#open.push(file);
    let at = HEAD_BYTES;
    while (at + 8 + KEY_BYTES <= bytes.length) {
      const length = bytes.readUInt32LE(at);
      const end = at + 4 + KEY_BYTES + length;
      if (end + 4 > bytes.length) return false;
      if (crc.buf(bytes.subarray(at, end)) !== bytes.readInt32LE(end)) return false;
      const key = bytes.toString('hex', at + 4, at + 4 + KEY_BYTES);
      this.#places.set(key, { file, offset: at + 4 + KEY_BYTES, length });
      at = end + 4;
    }
    return at === bytes.length;
  }
}

function record(key: string, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(8 + KEY_BYTES + value.length);
  bytes.writeUInt32LE(value.length, 0);
  if (bytes.write(key, 4, 'hex') !== KEY_BYTES) throw new RangeError(`"${key}" is no key`);
  bytes.set(value, 4 + KEY_BYTES);
  bytes.writeInt32LE(crc.buf(bytes.subarray(0, -4)), bytes.length - 4);
  return bytes;
}
