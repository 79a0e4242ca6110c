import type { Ranking } from '../../analysis/types.ts';
import type { PlacedText, Sides, WithoutVector } from '../../app/results.ts';

export interface RetrievalSide {
  readonly lens: string;
  readonly ranking: Ranking;
}

export interface RetrievalResult {
  readonly queries: readonly PlacedText[];
  readonly documents: readonly PlacedText[];
  /** Queries and documents without a vector. Such documents come last, with NaN; for such a query, no document is ranked. */
  readonly without: readonly WithoutVector[];
  readonly sides: Sides<RetrievalSide>;
}
