import { Derived } from '../../app/embeddings/derived.ts';
import type { Entries } from '../../app/embeddings/entries.ts';
import { eachSide, sameSides, vectorSet, withoutVector } from '../../app/embeddings/gather.ts';
import { numbered, sameItems } from '../../app/items.ts';
import type { Sources } from '../../app/panels.ts';
import type { PlacedText, Sides } from '../../app/results.ts';
import type { RetrievalResult } from './result.ts';

/** Most documents that are ranked for a query. */
const RANKING_LIMIT = 100;

interface RetrievalInput {
  readonly queries: readonly PlacedText[];
  readonly documents: readonly PlacedText[];
  readonly sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;
}

export function createRetrieval({
  analysis,
  workspace,
  shown,
  gather,
  begin,
}: Sources): Derived<RetrievalInput, RetrievalResult> {
  return new Derived<RetrievalInput, RetrievalResult>({
    begin,
    inputs() {
      const queries = numbered(workspace().queries, 'Q');
      const documents = numbered(workspace().documents, 'D');
      if (queries.length === 0 || documents.length === 0) return { kind: 'empty' };
      return gather(
        shown(),
        ({ queryInstruction, documentInstruction }) => [
          [queryInstruction, queries],
          [documentInstruction, documents],
        ],
        (sides) => ({ queries, documents, sides }),
      );
    },
    same: (a, b) =>
      sameItems(a.queries, b.queries) &&
      sameItems(a.documents, b.documents) &&
      sameSides(a.sides, b.sides),
    async compute({ queries, documents, sides: asked }, { signal }) {
      const k = Math.min(documents.length, RANKING_LIMIT);
      const sides = await eachSide(asked, async ({ lens, lists: [q, d] }) => {
        const ranking = await analysis.retrieve(vectorSet(q!), vectorSet(d!), k, { signal });
        return { lens, ranking };
      });
      const without = asked.flatMap((side) => {
        if (side === undefined) return [];
        const { lens, lists } = side;
        return [
          ...withoutVector(lens, queries, lists[0]!),
          ...withoutVector(lens, documents, lists[1]!),
        ];
      });
      return { queries, documents, without, sides };
    },
  });
}
