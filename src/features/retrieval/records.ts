import type { Records } from '../../app/panels.ts';
import type { PlacedText } from '../../app/results.ts';
import { rankedUnder } from './ranks.ts';
import type { RetrievalResult } from './result.ts';

/**
 * A row a document of each query under each lens, best first; rank and score are null for one without a vector. Where
 * documents were cut into chunks, `chunk_id` and `chunk` say which chunk the score is of, and `text` is that chunk.
 */
export function rankingRecords(result: RetrievalResult): Records {
  const ranks = result.sides.flatMap((side) =>
    side === undefined
      ? []
      : result.queries.flatMap((query, at) =>
          rankedUnder(result, side, at).map((ranked) => ({ ...ranked, query, lens: side.lens })),
        ),
  );
  const { chunked, folded } = result;
  const indexOf = new Map(result.documents.map((document, at) => [document, at]));
  const at = (document: PlacedText) => indexOf.get(document)!;
  const documentId = (document: PlacedText) =>
    (folded && chunked?.names[chunked.groups[at(document)]!]) || document.id;
  const known = (score: number) => !Number.isNaN(score);
  return {
    columns: [
      { name: 'lens', kind: 'text', values: ranks.map(({ lens }) => lens) },
      { name: 'query_id', kind: 'text', values: ranks.map(({ query }) => query.id) },
      {
        name: 'document_id',
        kind: 'text',
        values: ranks.map(({ document }) => documentId(document)),
      },
      ...(chunked === null
        ? []
        : [
            {
              name: 'chunk_id',
              kind: 'text' as const,
              values: ranks.map(({ document }) => document.id),
            },
            {
              name: 'chunk',
              kind: 'integer' as const,
              values: ranks.map(({ document }) => chunked.places[at(document)]?.number ?? null),
            },
          ]),
      {
        name: 'rank',
        kind: 'integer',
        values: ranks.map(({ rank, score }) => (known(score) ? rank : null)),
      },
      {
        name: 'score',
        kind: 'number',
        values: ranks.map(({ score }) => (known(score) ? score : null)),
      },
      { name: 'query_text', kind: 'text', values: ranks.map(({ query }) => query.text) },
      { name: 'text', kind: 'text', values: ranks.map(({ document }) => document.text) },
    ],
    how: {
      score: { vectors: 'cosine', words: 'BM25+', both: 'reciprocal rank fusion, k = 60' }[
        result.by
      ],
      ...(chunked !== null && { ranked: folded ? 'documents, each by its best chunk' : 'chunks' }),
      documentsSearched: result.searched,
      mostDocumentsOfAQuery: result.sides[0].ranking.k,
    },
  };
}
