/** Calls of the page to the document that talks to a vector store (frame.ts). */
import {
  type SampleProgress,
  type SampleRequest,
  type StoreAddress,
  type StoreCollection,
  StoreError,
  type StoreFound,
  type StoreSample,
} from './types.ts';

/** Errors that leave the document with their class. */
export const STORE_ERRORS = { StoreError };

/** Order of the page to the document, sent once, with a port: the one server that it may talk to. */
export interface StoreOrder {
  readonly kind: 'store';
  readonly address: StoreAddress;
}

/** The document waits for calls. */
export interface StoreReady {
  readonly kind: 'ready';
}

interface Task<Argument, Result, Progress = never> {
  readonly argument: Argument;
  readonly result: Result;
  readonly progress: Progress;
}

/**
 * No field has room for a text: collections and fields are named as the store itself listed them, and the document
 * refuses other names.
 */
export interface StoreApi {
  readonly collections: Task<null, readonly string[]>;
  readonly describe: Task<{ readonly name: string }, StoreCollection>;
  readonly search: Task<
    {
      readonly name: string;
      readonly text: string | null;
      readonly vector: Float32Array;
      readonly k: number;
    },
    StoreFound
  >;
  readonly sample: Task<
    Omit<SampleRequest, 'collection'> & { readonly name: string },
    StoreSample,
    SampleProgress
  >;
}
