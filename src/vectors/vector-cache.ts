import type { Unread } from '../engine/types.ts';
import { pairKey } from '../lib/pair-key.ts';

/** Why a text has no vector of its own: nothing of it is in the mean, or the model gave zeros for it. */
export type WhyWithout = Unread | 'zero';

/** A text as embedded under one instruction by one model. */
export interface EmbeddedText {
  /** Float32Array [dim], as the model gives it: of length 1 only where the model normalises. */
  readonly vector: Float32Array;
  /** Tokens read, instruction and end token included, after truncation. */
  readonly tokens: number;
  /** Of these, the instruction's: left out of the pooling mean. */
  readonly masked: number;
  /** Whether the text was cut at the model's limit. */
  readonly truncated: boolean;
  /** Why the vector says nothing of the text, so that it has no cosine; null where it does. */
  readonly without: WhyWithout | null;
  /** Why no token of the text is in the mean; then the vector, if there is one, is of start and end tokens. */
  readonly unread: Unread | null;
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
