/** Types of stored vectors. */
import type { Pair, Unread } from '../../engine/types.ts';

/** Origin of a vector: with instruction and text, all that it depends on. */
export interface Origin {
  /** Name of the model, for the user; does not tell origins apart. */
  readonly model: string;
  readonly fingerprint: string;
  readonly precision: string;
  /** Device, since devices round differently. */
  readonly device: string;
}

/** Facts about texts besides their vectors, one entry a text. */
interface TextFacts {
  readonly tokens: Uint32Array;
  readonly masked: Uint32Array;
  readonly truncated: Uint8Array;
  readonly unread: readonly (Unread | null)[];
  /** 1 where the vector is zeros. */
  readonly zeros: Uint8Array;
}

/** Texts whose rows are to be kept. */
export interface TextsToKeep extends TextFacts {
  readonly origin: Origin;
  readonly pairs: readonly Pair[];
  /** Messages of the tokenizer. Refused texts are not kept: the next visit asks it again. */
  readonly refused: readonly (string | null)[];
}

/** Kept ones among some pairs: `at` is the index of each, and the facts are in the order of `at`. */
export interface Recalled extends TextFacts {
  /** Number of the first row; the others follow it. */
  readonly first: number;
  readonly dim: number;
  /** Indices of the found pairs, Uint32Array [found]. */
  readonly at: Uint32Array;
}

/** The vectors of one model under one instruction, as the list of stored sets shows them. */
export interface KeptSet {
  readonly id: string;
  readonly model: string;
  readonly precision: string;
  readonly device: string;
  readonly instruction: string;
  readonly dim: number;
  readonly texts: number;
  /** Bytes on the disk. */
  readonly bytes: number;
  /** Reason that the set cannot be read, in words for the user; null where it can. */
  readonly problem: string | null;
}

/** Whether vectors are kept as they come. */
export type Keeping =
  | { readonly state: 'kept' }
  /** Waiting rows are in memory. The message says what to do. */
  | { readonly state: 'full' | 'failed'; readonly message: string; readonly waiting: number };

/**
 * Files in folders, as the browser's private file system has them. A write is on the disk when its promise resolves.
 * @throws DOMException `NotFoundError` for a file that is not there, `QuotaExceededError` where the disk is full.
 */
export interface Disk {
  folders(): Promise<string[]>;
  files(folder: string): Promise<ReadonlyMap<string, number>>;
  /** Returns the bytes of a file; 0 where there is none. */
  size(folder: string, file: string): Promise<number>;
  read(folder: string, file: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Cuts a file at `at` and writes on from there; makes folder and file if they are missing. */
  append(folder: string, file: string, at: number, bytes: Uint8Array): Promise<void>;
  remove(folder: string): Promise<void>;
  /** Runs `task` while nobody writes, in any tab; with `alone` nobody reads either. */
  locked<Result>(alone: boolean, task: () => Promise<Result>): Promise<Result>;
}
