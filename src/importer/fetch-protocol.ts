/** Requests of the import worker to the fetch frame, which alone can reach other sites. */
import type { NetworkSource } from './types.ts';

/** Order of the page to the frame, sent once, with a port: the one source that it may ask. */
export interface FetchOrder {
  readonly kind: 'fetch';
  readonly source: NetworkSource;
}

/** Headers of an answer that the import worker may read. */
export const READ_HEADERS = [
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'retry-after',
] as const;

/** API of the frame's worker. No field has room for a text; an address must lie within the source. */
export interface FetchApi {
  /**
   * Answers with the head; the body waits for `read`. @throws TypeError as `fetch` does; RangeError for an address
   * outside the source.
   */
  readonly ask: {
    readonly argument: {
      readonly url: string;
      readonly method: 'GET' | 'HEAD';
      /** First and last byte. */
      readonly range: readonly [number, number] | null;
    };
    readonly result: {
      /** Id of the body. */
      readonly id: number;
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
    };
    readonly progress: never;
  };
  /** Next piece of a body; null at its end. */
  readonly read: {
    readonly argument: { readonly id: number };
    readonly result: Uint8Array<ArrayBuffer> | null;
    readonly progress: never;
  };
  /** Ends a body early. */
  readonly drop: {
    readonly argument: { readonly id: number };
    readonly result: undefined;
    readonly progress: never;
  };
}

/** The frame's worker runs. */
export interface FetchReady {
  readonly kind: 'ready';
}
