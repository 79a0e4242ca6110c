import type { Pair, Unread } from '../engine/types.ts';
import { PairMap } from '../lib/pair-map.ts';

/**
 * Reason that a text has no vector of its own: nothing of it is in the mean, the model gave zeros for it, the tokenizer
 * could not read it, or the file that the vectors were to come from has none for it.
 */
export type WhyWithout = Unread | 'zero' | 'refused' | 'given';

/** A text embedded under one instruction by one model. */
export interface EmbeddedText {
  /**
   * Number of its vector in the store, which has it as the model gives it: of length 1 only where the model normalises.
   */
  readonly row: number;
  /** Width of the vector. */
  readonly dim: number;
  /** Tokens read, instruction and end token included, after truncation. */
  readonly tokens: number;
  /** Tokens of the instruction among them: left out of the pooling mean. */
  readonly masked: number;
  /** Whether the text was cut at the model's limit. */
  readonly truncated: boolean;
  /** Reason that the vector says nothing of the text, so that it has no cosine; null where it does. */
  readonly without: WhyWithout | null;
  /** Reason that no token of the text is in the mean; then the vector, if there is one, is of start and end tokens. */
  readonly unread: Unread | null;
  /** Message of the tokenizer about a text that it could not read; null where it could. */
  readonly refused: string | null;
}

/** Pairs that `use` looks at between two turns: a few milliseconds' work. */
const LOOKED_AT = 4096;

/** Pairs that have no vector. */
export interface MissingPairs {
  readonly missing: readonly Pair[];
  readonly pairs: PairMap<true>;
}

interface Kept {
  readonly entry: EmbeddedText;
  /** Last use: the count of `use` then. */
  used: number;
}

interface Place {
  readonly pairs: PairMap<Kept>;
  readonly instruction: string;
  readonly text: string;
  readonly kept: Kept;
}

/**
 * Least-recently-used cache of embedded texts, by the bytes of their vectors. A vector depends on the model, the
 * instruction and the text, and on nothing else. `trim` is separate from `set`: it never drops entries that are named
 * in use, or were added since.
 */
export class VectorCache {
  readonly #models = new Map<string, PairMap<Kept>>();
  #bytes = 0;
  #clock = 0;
  #dropped = 0;
  /** Entries that were dropped or replaced. */
  readonly #gone = new WeakSet<EmbeddedText>();
  /** Whether `use` is still naming entries. */
  #marking = false;
  /** Entries not in use at the last `use`, the oldest last; null until it is asked for. */
  #old: Place[] | null = null;

  /** Bytes of the vectors. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Increments whenever entries were dropped: until then, found entries stay. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Whether an entry that was found is still there. */
  isKept(entry: EmbeddedText): boolean {
    return !this.#gone.has(entry);
  }

  get(model: string, instruction: string, text: string): EmbeddedText | undefined {
    return this.#models.get(model)?.get(instruction, text)?.entry;
  }

  set(model: string, instruction: string, text: string, entry: EmbeddedText): void {
    let pairs = this.#models.get(model);
    if (pairs === undefined) {
      pairs = new PairMap();
      this.#models.set(model, pairs);
    }
    const before = pairs.get(instruction, text);
    if (before !== undefined) {
      this.#bytes -= bytesOf(before.entry);
      this.#gone.add(before.entry);
    }
    this.#bytes += bytesOf(entry);
    pairs.set(instruction, text, { entry, used: this.#clock });
  }

  /**
   * Names the pairs in use from now on. Yields every few thousand pairs, so that the caller can give other work a turn;
   * nothing is dropped until it ends, or a later call does.
   * @returns The missing ones, each once: as a list and as a map.
   */
  *use(model: string, inUse: Iterable<Pair>): Generator<undefined, MissingPairs> {
    this.#clock += 1;
    const clock = this.#clock;
    this.#marking = true;
    const seen = new PairMap<true>();
    const missing: Pair[] = [];
    let looks = 0;
    for (const pair of inUse) {
      looks += 1;
      if (looks % LOOKED_AT === 0) yield;
      const [instruction, text] = pair;
      const kept = this.#models.get(model)?.get(instruction, text);
      if (kept !== undefined) kept.used = clock;
      else if (seen.get(instruction, text) === undefined) {
        seen.set(instruction, text, true);
        missing.push(pair);
      }
    }
    if (clock === this.#clock) {
      this.#marking = false;
      this.#old = null;
    }
    return { missing, pairs: seen };
  }

  /** Drops the least recently used entries beyond `limit` bytes. @returns The rows that nothing refers to any more. */
  trim(limit: number): number[] {
    const rows: number[] = [];
    if (this.#bytes <= limit || this.#marking) return rows;
    this.#old ??= this.#notInUse();
    while (this.#bytes > limit) {
      const oldest = this.#old.pop();
      if (oldest === undefined) break;
      const { pairs, instruction, text, kept } = oldest;
      pairs.delete(instruction, text);
      this.#bytes -= bytesOf(kept.entry);
      this.#gone.add(kept.entry);
      rows.push(kept.entry.row);
    }
    if (rows.length > 0) this.#dropped += 1;
    return rows;
  }

  /** Drops texts of a model, in use or not. @returns Their rows. */
  drop(model: string, which: (entry: EmbeddedText) => boolean): number[] {
    const pairs = this.#models.get(model);
    const rows: number[] = [];
    for (const [instruction, text, { entry }] of [...(pairs?.entries() ?? [])]) {
      if (!which(entry)) continue;
      pairs!.delete(instruction, text);
      this.#bytes -= bytesOf(entry);
      this.#gone.add(entry);
      rows.push(entry.row);
    }
    if (rows.length > 0) {
      this.#dropped += 1;
      this.#old = null;
    }
    return rows;
  }

  /** Drops everything. @returns The rows that nothing refers to any more. */
  clear(): number[] {
    const rows: number[] = [];
    for (const pairs of this.#models.values()) {
      for (const [, , { entry }] of pairs.entries()) {
        rows.push(entry.row);
        this.#gone.add(entry);
      }
    }
    this.#models.clear();
    this.#bytes = 0;
    this.#old = null;
    this.#dropped += 1;
    return rows;
  }

  #notInUse(): Place[] {
    const old: Place[] = [];
    for (const pairs of this.#models.values()) {
      for (const [instruction, text, kept] of pairs.entries()) {
        if (kept.used !== this.#clock) old.push({ pairs, instruction, text, kept });
      }
    }
    // Of the same age, the row that was added first is the older.
    return old.sort((a, b) => b.kept.used - a.kept.used || b.kept.entry.row - a.kept.entry.row);
  }
}

function bytesOf({ dim }: EmbeddedText): number {
  return dim * Float32Array.BYTES_PER_ELEMENT;
}
