/** Why a document is a hit: its place under every lens, and the sentence that is closest to the query. */

import { app } from '../../app/app.ts';
import { alsoWanted } from '../../app/embeddings/also-wanted.ts';
import { createGather, type Gather, vectorSet } from '../../app/embeddings/gather.ts';
import type { PlacedText } from '../../app/results.ts';
import type { Pair } from '../../engine/types.ts';
import { once } from '../../lib/once.ts';
import type { Placed } from '../../search/types.ts';
import type { EmbeddedText } from '../../vectors/vector-cache.ts';
import type { Lens } from '../../workspace/lens.ts';
import { listsOf } from './compute.ts';
import type { RetrievalResult } from './result.ts';
import { type Sentence, sentencesOf } from './sentences.ts';

const gatherOf = once(
  (page: ReturnType<typeof app>): Gather => createGather(page.embeddings, page.model),
);

/** Place among all documents; `none` without a vector, `unknown` where not all are embedded under the lens. */
export type PlaceUnder = Placed | 'none' | 'unknown';

/**
 * Finds the place of a document for a query under a lens, among all documents; where they are ranked by their best
 * chunk, that of the document of this chunk. @throws SearchError, VectorsError
 */
export async function placeUnder(
  lens: Lens,
  { queries, documents, chunked, folded }: RetrievalResult,
  query: PlacedText,
  document: PlacedText,
  signal: AbortSignal,
): Promise<PlaceUnder> {
  const inputs = gatherOf(app())(
    { mode: 'one', lenses: [lens] },
    () => listsOf(lens, queries, documents),
    ([{ lists }]) => lists,
  );
  if (inputs.kind !== 'ready') return 'unknown';
  const [asked, listed] = inputs.input;
  const entry = asked![queries.indexOf(query)];
  const index = documents.indexOf(document);
  if (entry === undefined || index < 0) return 'unknown';
  const set = vectorSet(listed!);
  const groups = folded ? chunked?.groups : undefined;
  return (await app().search.place(vectorSet([entry]), set, index, { signal, groups })) ?? 'none';
}

export interface BestSentence extends Sentence {
  readonly cosine: number;
}

/**
 * Finds the sentence of a document that is closest to the query, embedded as documents are; null where there is only
 * one, or none has a vector.
 * @throws Error where they cannot be embedded; AbortError on cancel.
 */
export async function bestSentence(
  lens: Lens,
  query: PlacedText,
  document: PlacedText,
  signal: AbortSignal,
): Promise<BestSentence | null> {
  const sentences = sentencesOf(document.text);
  if (sentences.length === 0) return null;
  const pairs = sentences.map(({ text }): Pair => [lens.documentInstruction, text]);
  const entries = await embedded([[lens.queryInstruction, query.text], ...pairs], signal);
  const [asked, ...parts] = entries;
  const cosines = await app().analysis.similarity(vectorSet([asked!]), vectorSet(parts), {
    signal,
  });
  let best = -1;
  for (const [at, cosine] of cosines.entries()) {
    if (!Number.isNaN(cosine) && (best < 0 || cosine > cosines[best]!)) best = at;
  }
  return best < 0 ? null : { ...sentences[best]!, cosine: cosines[best]! };
}

/** Resolves with the entries of the pairs once they are embedded; they come before all that the page shows. */
function embedded(pairs: readonly Pair[], signal: AbortSignal): Promise<EmbeddedText[]> {
  const { embeddings } = app();
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = pairs.map(([instruction, text]) => embeddings.lookup(instruction, text));
      const { error } = embeddings.store.getState();
      if (found.every((entry) => entry !== undefined)) end(() => resolve(found));
      else if (error !== null) end(() => reject(new Error(error)));
    };
    const onAbort = () => end(() => reject(signal.reason));
    const stop = embeddings.store.subscribe(look);
    function end(then: () => void) {
      stop();
      signal.removeEventListener('abort', onAbort);
      then();
    }
    signal.addEventListener('abort', onAbort);
    want([...alsoWanted.getState().hit, ...pairs]);
    look();
  });
}

/** Wants these sentences embedded, and no earlier ones. */
export function want(hit: readonly Pair[]): void {
  if (hit.length === 0 && alsoWanted.getState().hit.length === 0) return;
  alsoWanted.setState({ hit });
  if (hit.length > 0) app().embeddings.schedule();
}
