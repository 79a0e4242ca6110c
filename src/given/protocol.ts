/** Requests of the page (client.ts) to the worker that reads files of vectors (worker.ts). */
import { DataError } from '../lib/data-error.ts';
import type { GivenBlock, GivenHead, GivenOrder } from './types.ts';

/** Errors that leave the worker with their class. */
export const GIVEN_ERRORS = { DataError };

export interface GivenApi {
  /** Comes once, before all other calls. */
  readonly open: {
    readonly argument: GivenOrder;
    readonly result: GivenHead;
    readonly progress: never;
  };
  /** The next vectors; null at the end. They are asked for, so that none wait in memory. */
  readonly next: {
    readonly argument: null;
    readonly result: GivenBlock | null;
    readonly progress: never;
  };
}
