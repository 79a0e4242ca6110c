import type { PlacedText, Sides, WithoutVector } from '../../app/results.ts';
import type { Ranked as Ranking } from '../../search/types.ts';
import type { SavedView } from '../../workspace/saved-view.ts';

import type { Chunked } from './chunked.ts';

export type RankedBy = SavedView['rankedBy'];

export interface RetrievalSide {
  readonly lens: string;
  readonly ranking: Ranking;
}

/** The ranking by words, which no lens changes. */
export interface RankedByWords {
  readonly ranking: Ranking;
  /** For each query, the words that are looked for. */
  readonly terms: readonly (readonly string[])[];
}

export interface RetrievalResult {
  readonly by: RankedBy;
  readonly queries: readonly PlacedText[];
  readonly documents: readonly PlacedText[];
  /** Documents of which several texts are chunks; null where none is. */
  readonly chunked: Chunked | null;
  /** Whether documents are ranked, each by its best chunk. */
  readonly folded: boolean;
  /** Number of documents that pass the filters; of texts where chunks are ranked. */
  readonly searched: number;
  /** Null where words do not count. */
  readonly words: RankedByWords | null;
  /** Queries and documents without a vector. Such documents come last, with NaN; such a query ranks no document. */
  readonly without: readonly WithoutVector[];
  readonly sides: Sides<RetrievalSide>;
}
