/** Requests of the page (client.ts) to the workers of the exact search (service.ts). */
import { VECTORS_ERRORS } from '../vectors/protocol.ts';
import type { VectorSet } from '../vectors/types.ts';
import { SearchError } from './types.ts';

/** Errors that leave a worker with their class. */
export const SEARCH_ERRORS = { SearchError, ...VECTORS_ERRORS };

interface Task<Argument, Result> {
  readonly argument: Argument;
  readonly result: Result;
  /** Fraction done, 0 to 1. */
  readonly progress: number;
}

export interface Before {
  readonly count: number;
  /** Different groups of these rows; null where rows have none. */
  readonly groups: Uint32Array | null;
}

export interface SearchApi {
  /** Port of the store of vectors (`VectorsApi`). Comes once, before all other calls. */
  readonly connect: Task<MessagePort, undefined>;
  /** Indices are of `part`, which is a part of the documents under their id. */
  readonly nearest: Task<
    {
      readonly queries: VectorSet;
      readonly part: VectorSet;
      readonly k: number;
      readonly only: Uint8Array | undefined;
      readonly groups: Uint32Array | undefined;
    },
    { readonly indices: Int32Array; readonly scores: Float32Array; readonly rescored: number }
  >;
  /** Returns the cosine of the query with each document, as `nearest` computes it; NaN where there is none. */
  readonly cosines: Task<
    { readonly query: VectorSet; readonly documents: VectorSet },
    Float32Array
  >;
  /** Finds the rows of `part` that come before a document of this cosine: their number, and their groups, if given. */
  readonly before: Task<
    {
      readonly query: VectorSet;
      readonly part: VectorSet;
      readonly cosine: number;
      /** Place of the document in `part`, from the part's first row on: it may lie outside. */
      readonly index: number;
      readonly groups: Uint32Array | undefined;
    },
    Before
  >;
}
