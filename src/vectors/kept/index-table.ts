import { HASH_BYTES, RECORD_BYTES } from './format.ts';

/** The records of a folder in memory, found by hash: 44 bytes or so a text. */
export class IndexTable {
  /** Records, one after the other; bytes beyond `count` records mean nothing. */
  bytes = new Uint8Array(RECORD_BYTES * 64);
  count = 0;
  /** Hash table of position + 1, or 0 for none. A power of two, at most half full. */
  #slots = new Uint32Array(256);
  /** Positions of damaged rows. */
  readonly #forgotten = new Set<number>();

  clear(): void {
    this.count = 0;
    this.#slots = new Uint32Array(256);
    this.#forgotten.clear();
  }

  /** Adds a record; of two with one hash the later counts, and an invalid one only fills its place. */
  add(record: Uint8Array, isValid = true): void {
    const at = this.count * RECORD_BYTES;
    if (at + RECORD_BYTES > this.bytes.length) {
      const grown = new Uint8Array(this.bytes.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes.set(record, at);
    this.count += 1;
    if (!isValid) this.#forgotten.add(this.count - 1);
    if (this.count * 2 > this.#slots.length) this.#rebuild();
    else this.#put(this.count - 1);
  }

  /** Returns the position of a hash's row; −1 without one. */
  find(hash: Uint8Array): number {
    const position = this.#slots[this.#slotOf(hash, 0)]! - 1;
    return this.#forgotten.has(position) ? -1 : position;
  }

  /** Treats the record as absent: its row is damaged. */
  forget(position: number): void {
    // Its slot stays: probes for other hashes passed it.
    this.#forgotten.add(position);
  }

  #rebuild(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let position = 0; position < this.count; position++) this.#put(position);
  }

  #put(position: number): void {
    if (this.#forgotten.has(position)) return;
    this.#slots[this.#slotOf(this.bytes, position * RECORD_BYTES)] = position + 1;
  }

  /** Returns the slot of the hash at `at`, or the empty one for it. */
  #slotOf(hash: Uint8Array, at: number): number {
    const mask = this.#slots.length - 1;
    // The hash is uniform in all of its bits.
    let slot =
      (hash[at]! | (hash[at + 1]! << 8) | (hash[at + 2]! << 16) | (hash[at + 3]! << 24)) & mask;
    for (;;) {
      const found = this.#slots[slot]!;
      if (found === 0 || this.#same(hash, at, (found - 1) * RECORD_BYTES)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #same(hash: Uint8Array, at: number, own: number): boolean {
    for (let byte = 0; byte < HASH_BYTES; byte++) {
      if (hash[at + byte] !== this.bytes[own + byte]) return false;
    }
    return true;
  }
}
