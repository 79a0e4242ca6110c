import type { Agreement, EmbeddingComparison } from '../../analysis/types.ts';
import type { PlacedText, WithoutVector } from '../../app/results.ts';

/** What the second lens changes, in figures. */
export interface EffectResult {
  /** The clusters on the map. */
  readonly items: readonly PlacedText[];
  /** Texts left out of every figure: under a lens they have no vector of their own. */
  readonly without: readonly WithoutVector[];
  /** Ids of the lenses. */
  readonly lenses: readonly [first: string, second: string];
  readonly comparison: EmbeddingComparison;
  /** Agreement of the clusterings on the map. */
  readonly clusters: Agreement;
  /** Number of clusters asked for. */
  readonly k: number;
}
