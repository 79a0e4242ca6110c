/** What is said of vectors at rest. */
import type { Pair, Unread } from '../../engine/types.ts';

/** What computed a vector: with instruction and text, all that it depends on. */
export interface Origin {
  /** The model's name, for the user; no part of what tells origins apart. */
  readonly model: string;
  readonly fingerprint: string;
  readonly precision: string;
  /** Devices round differently. */
  readonly device: string;
}

/** What the page needs of a text besides its vector, one entry a text. */
interface TextFacts {
  readonly tokens: Uint32Array;
  readonly masked: Uint32Array;
  readonly truncated: Uint8Array;
  readonly unread: readonly (Unread | null)[];
  /** 1 where the vector is zeros. */
  readonly zeros: Uint8Array;
}

/** The texts of rows that are to be kept. */
export interface TextsToKeep extends TextFacts {
  readonly origin: Origin;
  readonly pairs: readonly Pair[];
  /** Texts that the tokenizer refused are not kept: the next visit asks it again. */
  readonly refused: readonly (string | null)[];
}

/** Of some pairs, those that are kept: `at` is the index of each, and the facts are in the order of `at`. */
export interface Recalled extends TextFacts {
  /** Number of the first row; the others follow it. */
  readonly first: number;
  readonly dim: number;
  /** Uint32Array [found]. */
  readonly at: Uint32Array;
}

/** The vectors of one model under one instruction, as the list of what is stored shows them. */
export interface KeptSet {
  readonly id: string;
  readonly model: string;
  readonly precision: string;
  readonly device: string;
  readonly instruction: string;
  readonly dim: number;
  readonly texts: number;
  /** Bytes at rest. */
  readonly bytes: number;
  /** Why it is not read, in words for the user; null where it is. */
  readonly problem: string | null;
}

/** Whether vectors are kept as they come. */
export type Keeping =
  | { readonly state: 'kept' }
  /** What waits is in memory. Says what to do. */
  | { readonly state: 'full' | 'failed'; readonly message: string; readonly waiting: number };

/**
 * Files in folders, as the browser's private file system has them. A write is on the disk when its promise resolves.
 * @throws DOMException `NotFoundError` for a file that is not there, `QuotaExceededError` where the disk is full.
 */
export interface Disk {
  folders(): Promise<string[]>;
  files(folder: string): Promise<ReadonlyMap<string, number>>;
  /** Bytes of a file; 0 where there is none. */
  size(folder: string, file: string): Promise<number>;
  read(folder: string, file: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Cuts a file at `at` and writes on from there; makes folder and file where they are not there. */
  append(folder: string, file: string, at: number, bytes: Uint8Array): Promise<void>;
  remove(folder: string): Promise<void>;
  /** While `task` runs nobody writes, in any tab; with `alone` nobody reads either. */
  locked<Result>(alone: boolean, task: () => Promise<Result>): Promise<Result>;
}
