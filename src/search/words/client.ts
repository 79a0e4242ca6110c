import { Connection } from '../../workers/connect.ts';
import { SCRIPT_NOT_LOADED } from '../../workers/errors.ts';
import { startModuleWorker } from '../../workers/start.ts';
import type { Endpoint } from '../../workers/types.ts';
import { SearchError, type SearchOptions } from '../types.ts';
import { WORDS_ERRORS, type WordsApi } from './protocol.ts';
import type { WordRanked } from './word-index.ts';
import script from './worker.ts?worker&url';

/** Texts sent in one message: more would hold up the page. */
const SENT = 2000;
/** Characters of a text that are searched: about as many as a book has. */
const MOST_CHARACTERS = 1_000_000;

const startWorker = (): Endpoint => startModuleWorker(script, import.meta.url, 'facet-words');

/** The search by words, in a worker that starts with the first call and keeps the last list of texts. */
export class Words {
  readonly #start: () => Endpoint;
  #connection: Connection<WordsApi> | null = null;
  /** List that the worker has, or is getting. */
  #list: readonly { readonly text: string }[] | null = null;
  /** The last call: they run one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(start = startWorker) {
    this.#start = start;
  }

  /**
   * Ranks `documents` for each query; see `WordIndex.rank`. The list is sent once.
   * @throws SearchError where it is too large; AbortError on cancel.
   */
  rank(
    queries: readonly string[],
    documents: readonly { readonly text: string }[],
    k: number,
    options: SearchOptions = {},
  ): Promise<WordRanked> {
    const task = () => this.#rank(queries, documents, k, options);
    const done = this.#last.then(task, task);
    this.#last = done.catch(() => {});
    return done;
  }

  async #rank(
    queries: readonly string[],
    documents: readonly { readonly text: string }[],
    k: number,
    { signal, onProgress, only, groups }: SearchOptions,
  ): Promise<WordRanked> {
    signal?.throwIfAborted();
    const worker = this.#worker();
    if (this.#list !== documents) {
      this.#list = null;
      await worker.call('begin', null, { signal });
      for (let from = 0; from < documents.length; from += SENT) {
        const some = documents.slice(from, from + SENT);
        const texts = some.map(({ text }) => text.slice(0, MOST_CHARACTERS));
        await worker.call('add', texts, { signal });
        onProgress?.(Math.min(1, (from + SENT) / documents.length));
      }
      this.#list = documents;
    }
    return worker.call('rank', { queries, k, only, groups }, { signal });
  }

  #worker(): Connection<WordsApi> {
    if (this.#connection === null || this.#connection.ended !== null) {
      this.#list = null;
      this.#connection = new Connection<WordsApi>(this.#start(), {
        name: 'facet-words',
        errors: WORDS_ERRORS,
        describeCrash: ({ reason }) =>
          new SearchError(
            reason === SCRIPT_NOT_LOADED
              ? 'The search for words did not start: its script did not load. Check that the server of this page runs and that you are connected, and try again.'
              : `The search for words stopped (${reason}): try again.`,
          ),
      });
    }
    return this.#connection;
  }
}
