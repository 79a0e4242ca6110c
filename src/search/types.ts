/** The search as the page sees it. */
import type { VectorSet } from '../vectors/types.ts';

/** The best documents of each query. */
export interface Ranked {
  /** Document indices, best first; −1 where a query has fewer. Int32Array [queries × k]. */
  readonly indices: Int32Array;
  /** Scores, in the same order; NaN where there is none. Float32Array [queries × k]. */
  readonly scores: Float32Array;
  readonly k: number;
}

export interface SearchOptions {
  readonly signal?: AbortSignal;
  /** Fraction done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Searches only documents with a 1. Uint8Array [documents]. */
  readonly only?: Uint8Array | undefined;
  /**
   * Group of each document, as chunks of a longer one have: only the best of a group is ranked, and k counts groups.
   * Numbers from 0 on without gaps. Uint32Array [documents].
   */
  readonly groups?: Uint32Array | undefined;
}

/** Bad arguments: k < 1, rows of different widths, values that are not finite. */
export class SearchError extends Error {
  override readonly name = 'SearchError';
}

/** Exact search by cosine: `createSearch()` in client.ts makes one over two Web Workers. */
export interface Search {
  /**
   * Finds the k nearest documents of each query by cosine as float32; ties go to the lower index. It is exact: what
   * int8 cannot tell apart is computed from the vectors. Documents without a direction come last, with NaN, and so do
   * all documents of such a query.
   * @throws SearchError, VectorsError
   */
  nearest(
    queries: VectorSet,
    documents: VectorSet,
    k: number,
    options?: SearchOptions,
  ): Promise<Ranked>;
  /**
   * Returns the place, from 1, of one document among all for one query, and its cosine; null where it has none. With
   * `groups`, of the document's group among the groups, by the best of each.
   * @throws SearchError, VectorsError
   */
  place(
    query: VectorSet,
    documents: VectorSet,
    index: number,
    options?: Omit<SearchOptions, 'only'>,
  ): Promise<Placed | null>;
}

export interface Placed {
  readonly place: number;
  readonly cosine: number;
}
