import {
  ABOUT_FILE,
  type About,
  type Facts,
  hashOf,
  INDEX_FILE,
  isRecord,
  isRowOf,
  RECORD_BYTES,
  readAbout,
  readFacts,
  rowsFile,
  rowsPerPage,
  rowsPerShard,
  writeAbout,
  writeRecord,
} from './format.ts';
import { IndexTable } from './index-table.ts';
import type { Disk } from './types.ts';

/** A text to keep. */
export interface NewText {
  readonly text: string;
  readonly facts: Facts;
  /** Vector, Float32Array [dim]. */
  readonly row: Float32Array<ArrayBuffer>;
}

/** The stored vectors of one model and device under one instruction. */
export class KeptFolder {
  readonly name: string;
  readonly #disk: Disk;
  readonly #table = new IndexTable();
  #about: About | null = null;
  #generation = 0;

  constructor(disk: Disk, name: string) {
    this.#disk = disk;
    this.name = name;
  }

  /** Number of kept rows, as far as is known. */
  get count(): number {
    return this.#table.count;
  }

  /** Increments when another tab deleted the folder: earlier positions mean nothing then. */
  get generation(): number {
    return this.#generation;
  }

  /** Width of the rows; 0 where nothing is kept. */
  get dim(): number {
    return this.#about?.dim ?? 0;
  }

  /**
   * Reads the records that this tab or another one has committed since. Call it under the lock.
   * @throws UnreadableError for another version.
   */
  async refresh(): Promise<void> {
    const size = await this.#disk.size(this.name, INDEX_FILE);
    if (this.count > 0 && !(await this.#isSame(size))) this.#forgetAll();
    if (this.#about === null) {
      const about = await this.#disk.size(this.name, ABOUT_FILE);
      if (about === 0) return;
      this.#about = readAbout(await this.#disk.read(this.name, ABOUT_FILE, 0, about));
      if (this.#about === null) return;
    }
    const known = this.count * RECORD_BYTES;
    if (size - known < RECORD_BYTES) return;
    const bytes = await this.#disk.read(this.name, INDEX_FILE, known, size);
    const there = Math.min(Math.floor(size / RECORD_BYTES), await this.#rowsThere());
    const valid = Array.from({ length: there - this.count }, (_, index) =>
      isRecord(bytes, index * RECORD_BYTES, this.count + index),
    );
    // Bytes after the last whole record were not finished; an invalid record before it is damaged.
    for (const [index, isValid] of valid.slice(0, valid.lastIndexOf(true) + 1).entries()) {
      const record = bytes.subarray(index * RECORD_BYTES, (index + 1) * RECORD_BYTES);
      this.#table.add(record, isValid);
    }
  }

  /** Returns the position of a text's row; −1 without one. */
  find(text: string): number {
    return this.#table.find(hashOf(text));
  }

  facts(position: number): Facts {
    return readFacts(this.#table.bytes, position);
  }

  /**
   * Puts texts on the disk: the rows first, then their records. Call it under the exclusive lock.
   * @returns The position of each.
   */
  async commit(about: About, texts: readonly NewText[]): Promise<Int32Array> {
    await this.refresh();
    if (this.#about === null) {
      await this.#disk.append(this.name, ABOUT_FILE, 0, writeAbout(about));
      this.#about = about;
      // If only that file was damaged, the rest is still there.
      await this.refresh();
    }
    const hashes = texts.map(({ text }) => hashOf(text));
    const positions = Int32Array.from(hashes, (hash) => this.#table.find(hash));
    const fresh = [...positions.keys()].filter((at) => positions[at] === -1);
    const first = this.count;
    const rows = new Float32Array(fresh.length * about.dim);
    const records = new Uint8Array(fresh.length * RECORD_BYTES);
    for (const [index, at] of fresh.entries()) {
      const { row, facts } = texts[at]!;
      rows.set(row, index * about.dim);
      records.set(
        writeRecord(first + index, hashes[at]!, facts, bytesOf(row)),
        index * RECORD_BYTES,
      );
      positions[at] = first + index;
    }
    await this.#writeRows(first, rows, about.dim);
    if (fresh.length > 0) {
      await this.#disk.append(this.name, INDEX_FILE, first * RECORD_BYTES, records);
    }
    for (let index = 0; index < fresh.length; index++) {
      this.#table.add(records.subarray(index * RECORD_BYTES, (index + 1) * RECORD_BYTES));
    }
    return positions;
  }

  /**
   * Reads the rows of a page, from its first one on: Float32Array [rows × dim], as many as are kept. Call it under the
   * lock.
   * @returns With it the positions of damaged rows, which `find` returns no more.
   */
  async page(number: number): Promise<{
    readonly rows: Float32Array<ArrayBuffer>;
    readonly damaged: readonly number[];
  }> {
    const { dim } = this;
    const perPage = rowsPerPage(dim);
    const first = number * perPage;
    const count = Math.max(0, Math.min(perPage, this.count - first));
    const shard = Math.floor(first / rowsPerShard(dim));
    const from = (first - shard * rowsPerShard(dim)) * dim * 4;
    const bytes = new Uint8Array(count * dim * 4);
    bytes.set(await this.#disk.read(this.name, rowsFile(shard), from, from + bytes.length));
    const damaged: number[] = [];
    for (let index = 0; index < count; index++) {
      const row = bytes.subarray(index * dim * 4, (index + 1) * dim * 4);
      if (isRowOf(this.#table.bytes, first + index, row)) continue;
      damaged.push(first + index);
      this.#table.forget(first + index);
    }
    return { rows: new Float32Array(bytes.buffer), damaged };
  }

  /** Whether the last known record is still in its place, in an index of `size` bytes. */
  async #isSame(size: number): Promise<boolean> {
    const to = this.count * RECORD_BYTES;
    if (size < to) return false;
    const last = await this.#disk.read(this.name, INDEX_FILE, to - RECORD_BYTES, to);
    return last.every((byte, at) => byte === this.#table.bytes[to - RECORD_BYTES + at]);
  }

  #forgetAll(): void {
    this.#generation += 1;
    this.#table.clear();
    this.#about = null;
  }

  async #writeRows(first: number, rows: Float32Array, dim: number): Promise<void> {
    const perShard = rowsPerShard(dim);
    const count = rows.length / dim;
    for (let written = 0; written < count; ) {
      const position = first + written;
      const shard = Math.floor(position / perShard);
      const place = position - shard * perShard;
      const now = Math.min(count - written, perShard - place);
      const part = rows.subarray(written * dim, (written + now) * dim);
      await this.#disk.append(this.name, rowsFile(shard), place * dim * 4, bytesOf(part));
      written += now;
    }
  }

  /** Number of rows whose bytes are there. */
  async #rowsThere(): Promise<number> {
    const { dim } = this;
    const files = await this.#disk.files(this.name);
    for (let shard = 0; ; shard++) {
      const rows = Math.floor((files.get(rowsFile(shard)) ?? 0) / (dim * 4));
      if (rows < rowsPerShard(dim)) return shard * rowsPerShard(dim) + rows;
    }
  }
}

function bytesOf(row: Float32Array): Uint8Array {
  return new Uint8Array(row.buffer, row.byteOffset, row.byteLength);
}
