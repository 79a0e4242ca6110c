/** Requests of the page and the other workers to the worker that keeps the vectors (service.ts). */
import type { Pair } from '../engine/types.ts';
import type { Keeping, KeptSet, Origin, Recalled, TextsToKeep } from './kept/types.ts';
import { type VectorSet, VectorsError } from './types.ts';

/** Errors that leave the worker with their class. */
export const VECTORS_ERRORS = { VectorsError };

/** Events for the page. */
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
  /** Answers calls through this port too. */
  readonly connect: Task<MessagePort, undefined>;
  readonly add: Task<
    {
      readonly vectors: Float32Array<ArrayBuffer>;
      readonly dim: number;
      /** Texts of the rows, if they are to be kept. */
      readonly texts: TextsToKeep | null;
    },
    number
  >;
  readonly gather: Task<Omit<VectorSet, 'id'>, Float32Array<ArrayBuffer>>;
  readonly free: Task<Uint32Array, undefined>;
  /**
   * Keeps vectors that no model of the page computed. No row is numbered: they are found as kept ones.
   * @throws VectorsError where the browser keeps none.
   */
  readonly give: Task<
    {
      readonly vectors: Float32Array<ArrayBuffer>;
      readonly dim: number;
      readonly texts: TextsToKeep;
    },
    undefined
  >;
  /** Finds the kept ones of the pairs: the other rows are nowhere. */
  readonly recall: Task<{ readonly origin: Origin; readonly pairs: readonly Pair[] }, Recalled>;
  readonly list: Task<null, readonly KeptSet[]>;
  /** Deletes kept sets, by their ids. */
  readonly remove: Task<readonly string[], undefined>;
  /** Offers the disk again the rows it did not take. */
  readonly keepAgain: Task<null, undefined>;
  /** Computes the cosine of two rows of the same width. */
  readonly cosine: Task<{ readonly a: number; readonly b: number; readonly dim: number }, number>;
}
