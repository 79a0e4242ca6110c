/** What the page and the other workers ask of the worker that keeps the vectors (service.ts). */
import type { Pair } from '../engine/types.ts';
import type { Keeping, KeptSet, Origin, Recalled, TextsToKeep } from './kept/types.ts';
import { type VectorSet, VectorsError } from './types.ts';

/** Errors that leave the worker as themselves. */
export const VECTORS_ERRORS = { VectorsError };

/** What the page is told without asking. */
export type VectorsEvent =
  | { readonly kind: 'keeping'; readonly keeping: Keeping }
  /** Rows that were kept are lost. */
  | { readonly kind: 'gone'; readonly rows: Uint32Array };

interface Task<Argument, Result> {
  readonly argument: Argument;
  readonly result: Result;
  readonly progress: never;
}

export interface VectorsApi {
  /** Answers what comes through this port too. */
  readonly connect: Task<MessagePort, undefined>;
  readonly add: Task<
    {
      readonly vectors: Float32Array<ArrayBuffer>;
      readonly dim: number;
      /** Whose rows they are, where they are to be kept. */
      readonly texts: TextsToKeep | null;
    },
    number
  >;
  readonly gather: Task<Omit<VectorSet, 'id'>, Float32Array<ArrayBuffer>>;
  readonly free: Task<Uint32Array, undefined>;
  /** Those of the pairs that are kept: the other rows are nowhere. */
  readonly recall: Task<{ readonly origin: Origin; readonly pairs: readonly Pair[] }, Recalled>;
  readonly list: Task<null, readonly KeptSet[]>;
  /** Deletes what is kept, by its ids. */
  readonly remove: Task<readonly string[], undefined>;
  /** Offers the disk again what it did not take. */
  readonly keepAgain: Task<null, undefined>;
  /** Of two rows of the same width. */
  readonly cosine: Task<{ readonly a: number; readonly b: number; readonly dim: number }, number>;
}
