import MiniSearch from 'minisearch';
import { stopWordsFor } from '../../analysis/text/stop-words.ts';
import { firstOfGroups } from '../first-of-groups.ts';
import { type Ranked, SearchError } from '../types.ts';
import { keyOf, tokensOf } from './tokens.ts';

/**
 * Most different words of all texts, counted once a text: about half a gigabyte of index. `npm run bench -- search`
 * prints the bytes of one.
 */
const MOST_WORDS = 10_000_000;

export interface WordRanked extends Ranked {
  /** For each query, the words that were looked for, as `tokensOf` gives them. */
  readonly terms: readonly (readonly string[])[];
}

/** Ranks texts by the words that they share with a query (BM25+, by MiniSearch). */
export class WordIndex {
  readonly #index = new MiniSearch<{ readonly id: number; readonly text: string }>({
    fields: ['text'],
    tokenize: (text) => Array.from(tokensOf(text), ({ key }) => key),
    // The keys are in their last form.
    processTerm: (term) => term,
  });
  /** Texts that have each word. */
  readonly #counts = new Map<string, number>();
  readonly #most: number;
  #words = 0;
  #size = 0;
  #stopWords: ReadonlySet<string> | null = null;

  constructor(most = MOST_WORDS) {
    this.#most = most;
  }

  /** Number of texts. */
  get size(): number {
    return this.#size;
  }

  /** Adds a text, whose id is the number of texts before it. @throws SearchError where the index would grow too large. */
  add(text: string): void {
    for (const key of new Set(Array.from(tokensOf(text), (token) => token.key))) {
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
      this.#words += 1;
    }
    if (this.#words > this.#most) {
      throw new SearchError(
        `The documents hold more than ${this.#most.toLocaleString('en')} words, counted once a document: too many to search by words. Search by vectors, or take fewer documents.`,
      );
    }
    this.#index.add({ id: this.#size, text });
    this.#size += 1;
    this.#stopWords = null;
  }

  /**
   * Finds the k texts of each query with the highest scores; ties go to the lower index. Words such as "the" are not
   * looked for, unless the query has no others.
   * @param only Texts with a 1, if given.
   * @param groups Group of each text, if given: only the best of a group is ranked, and k counts groups.
   */
  rank(queries: readonly string[], k: number, only?: Uint8Array, groups?: Uint32Array): WordRanked {
    const kept = Math.min(k, this.#size);
    const indices = new Int32Array(queries.length * kept).fill(-1);
    const scores = new Float32Array(queries.length * kept).fill(Number.NaN);
    const terms = queries.map((query) => this.#termsOf(query));
    for (const [q, own] of terms.entries()) {
      const found = this.#index.search(own.join(' '), {
        tokenize: () => [...own],
        ...(only !== undefined && { filter: ({ id }) => only[id as number] === 1 }),
      });
      found.sort((a, b) => b.score - a.score || a.id - b.id);
      const listed = firstOfGroups(found, ({ id }) => id, groups);
      for (const [at, { id, score }] of listed.slice(0, kept).entries()) {
        indices[q * kept + at] = id;
        scores[q * kept + at] = score;
      }
    }
    return { indices, scores, k: kept, terms };
  }

  #termsOf(query: string): string[] {
    this.#stopWords ??= new Set(Array.from(stopWordsFor(this.#counts), keyOf));
    const all = [...new Set(Array.from(tokensOf(query), ({ key }) => key))];
    const telling = all.filter((key) => !this.#stopWords!.has(key));
    return telling.length > 0 ? telling : all;
  }
}
