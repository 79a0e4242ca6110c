import { Derived } from '../../app/embeddings/derived.ts';
import type { Entries } from '../../app/embeddings/entries.ts';
import { eachSide, sameSides, vectorSet, withoutVector } from '../../app/embeddings/gather.ts';
import { numbered, sameItems } from '../../app/items.ts';
import type { Sources } from '../../app/panels.ts';
import type { PlacedText, Sides } from '../../app/results.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import type { Lens } from '../../workspace/lens.ts';
import { type Chunked, chunkedOf, documentCount } from './chunked.ts';
import { allowedBy } from './filters.ts';
import type { RankedBy, RankedByWords, RetrievalResult } from './result.ts';

/** Most documents that are ranked for a query. */
const RANKING_LIMIT = 100;

const byWords = lazyModule('The search for words', () => import('./by-words.ts'));

interface RetrievalInput {
  readonly by: RankedBy;
  readonly queries: readonly PlacedText[];
  readonly documents: readonly PlacedText[];
  /** A 1 for each document that passes the filters; null where all do. */
  readonly only: Uint8Array | null;
  readonly chunked: Chunked | null;
  readonly folded: boolean;
  readonly sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;
}

export function createRetrieval({
  search,
  workspace,
  view,
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
      const { rankedBy: by, rankedUnit, filters } = view();
      const chunked = chunkedOf(workspace(), documents);
      const folded = chunked !== null && rankedUnit === 'documents';
      const only = allowedBy(workspace(), documents, filters);
      return gather(
        shown(),
        // Words need no vector.
        (lens) => (by === 'words' ? [] : listsOf(lens, queries, documents)),
        (sides) => ({ by, queries, documents, only, chunked, folded, sides }),
      );
    },
    same: (a, b) =>
      a.by === b.by &&
      a.only === b.only &&
      a.chunked === b.chunked &&
      a.folded === b.folded &&
      sameItems(a.queries, b.queries) &&
      sameItems(a.documents, b.documents) &&
      sameSides(a.sides, b.sides),
    async compute(input, { signal, onProgress }) {
      const { by, queries, documents, chunked, folded, sides: asked } = input;
      const groups = folded ? chunked?.groups : undefined;
      const only = input.only ?? undefined;
      const searched =
        folded && chunked !== null
          ? documentCount(chunked, input.only)
          : (only?.reduce((sum, each) => sum + each, 0) ?? documents.length);
      const k = Math.min(searched, RANKING_LIMIT);
      const options = { signal, onProgress, only, groups };
      const words = by === 'vectors' ? null : await wordRanks(queries, documents, k, options);
      const sides = await eachSide(asked, async ({ lens, lists: [q, d] }) => {
        if (by === 'words') return { lens, ranking: words!.ranking };
        const vectors = await search.nearest(vectorSet(q!), vectorSet(d!), Math.max(1, k), options);
        if (words === null) return { lens, ranking: vectors };
        const { fuse } = await byWords();
        return { lens, ranking: fuse([vectors, words.ranking], queries.length, k, groups) };
      });
      const without = asked.flatMap((side) => {
        if (side === undefined || by === 'words') return [];
        const { lens, lists } = side;
        return [
          ...withoutVector(lens, queries, lists[0]!),
          ...withoutVector(lens, documents, lists[1]!),
        ];
      });
      return { by, queries, documents, chunked, folded, searched, words, without, sides };
    },
  });
}

/** The lists that a lens ranks. */
export function listsOf(
  { queryInstruction, documentInstruction }: Lens,
  queries: readonly PlacedText[],
  documents: readonly PlacedText[],
) {
  return [
    [queryInstruction, queries],
    [documentInstruction, documents],
  ] as const;
}

async function wordRanks(
  queries: readonly PlacedText[],
  documents: readonly PlacedText[],
  k: number,
  options: Parameters<Sources['search']['nearest']>[3],
): Promise<RankedByWords> {
  const { words } = await byWords();
  const texts = queries.map(({ text }) => text);
  const { terms, ...ranking } = await words.rank(texts, documents, k, options);
  return { ranking, terms };
}
