import { pairKey } from '../engine/pair-key.ts';

/** A text as embedded under one instruction by one model. */
export interface EmbeddedText {
  /** Float32Array [dim], length 1. */
  readonly vector: Float32Array;
  /** Tokens read, instruction and end token included, after truncation. */
  readonly tokens: number;
  /** Of these, the instruction's: left out of the pooling mean. */
  readonly masked: number;
  /** Whether the text was cut at the model's limit. */
  readonly truncated: boolean;
}

/**
 * Least-recently-used cache of embedded texts. `trim` is separate from `set`, so that a run can
 * finish and protect what the page shows before anything is dropped.
 */
export class VectorCache {
  /** A Map iterates in insertion order; re-inserting on use keeps the oldest first. */
  readonly #entries = new Map<string, EmbeddedText>();

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): EmbeddedText | undefined {
    return this.#entries.get(key);
  }

  set(key: string, entry: EmbeddedText): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
  }

  /** Drops the least recently used entries beyond `limit`, never one of `inUse`. */
  trim(limit: number, inUse: ReadonlySet<string>): void {
    for (const key of inUse) {
      const entry = this.#entries.get(key);
      if (entry !== undefined) this.set(key, entry);
    }
    let excess = this.#entries.size - Math.max(limit, inUse.size);
    for (const key of this.#entries.keys()) {
      if (excess <= 0) return;
      this.#entries.delete(key);
      excess -= 1;
    }
  }

  clear(): void {
    this.#entries.clear();
  }
}

/** A vector depends on the model, the instruction and the text, and on nothing else. */
export function cacheKey(fingerprint: string, instruction: string, text: string): string {
  return `${fingerprint.length}:${fingerprint}${pairKey(instruction, text)}`;
}
