/** Requests of the page (client.ts) to the worker that searches by words (service.ts). */
import { SearchError } from '../types.ts';
import type { WordRanked } from './word-index.ts';

/** Errors that leave the worker with their class. */
export const WORDS_ERRORS = { SearchError };

interface Task<Argument, Result> {
  readonly argument: Argument;
  readonly result: Result;
  readonly progress: never;
}

export interface WordsApi {
  /** Begins a list of texts anew: the worker keeps one. */
  readonly begin: Task<null, undefined>;
  readonly add: Task<readonly string[], undefined>;
  readonly rank: Task<
    {
      readonly queries: readonly string[];
      readonly k: number;
      readonly only: Uint8Array | undefined;
      readonly groups: Uint32Array | undefined;
    },
    WordRanked
  >;
}
