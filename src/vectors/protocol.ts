/** What the page and the other workers ask of the worker that keeps the vectors (service.ts). */
import { type RowStore, type VectorSet, VectorsError } from './types.ts';

/** Errors that leave the worker as themselves. */
export const VECTORS_ERRORS = { VectorsError };

interface Task<Argument, Result> {
  readonly argument: Argument;
  readonly result: Result;
  readonly progress: never;
}

export interface VectorsApi {
  /** Answers what comes through this port too. */
  readonly connect: Task<MessagePort, undefined>;
  readonly add: Task<
    { readonly vectors: Float32Array<ArrayBuffer>; readonly dim: number },
    Awaited<ReturnType<RowStore['add']>>
  >;
  readonly gather: Task<Omit<VectorSet, 'id'>, Float32Array<ArrayBuffer>>;
  readonly free: Task<Uint32Array, undefined>;
  /** Of two rows of the same width. */
  readonly cosine: Task<{ readonly a: number; readonly b: number; readonly dim: number }, number>;
}
