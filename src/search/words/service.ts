/** The worker's side of the search by words. */
import { giveTurn } from '../../lib/turns.ts';
import { serve } from '../../workers/serve.ts';
import type { ServerPort } from '../../workers/types.ts';
import type { WordsApi } from './protocol.ts';
import { WordIndex } from './word-index.ts';

/** Answers calls that come through `port`. */
export function serveWords(port: ServerPort): void {
  let index = new WordIndex();
  serve<WordsApi>(port, {
    begin() {
      index = new WordIndex();
      return undefined;
    },
    async add(texts, { signal }) {
      const own = index;
      for (const text of texts) {
        own.add(text);
        await giveTurn(signal);
      }
      return undefined;
    },
    rank: ({ queries, k, only, groups }) => index.rank(queries, k, only, groups),
  });
}
