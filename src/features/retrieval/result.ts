import type { PlacedText, Sides, WithoutVector } from '../../app/results.ts';
import type { Ranked as Ranking } from '../../search/types.ts';

export interface RetrievalSide {
  readonly lens: string;
  readonly ranking: Ranking;
}

export interface RetrievalResult {
  readonly queries: readonly PlacedText[];
  readonly documents: readonly PlacedText[];
  /** Queries and documents without a vector. Such documents come last, with NaN; such a query ranks no document. */
  readonly without: readonly WithoutVector[];
  readonly sides: Sides<RetrievalSide>;
}
