import type { Agreement, EmbeddingComparison } from '../../analysis/types.ts';
import type { PlacedText, WithoutVector } from '../../app/results.ts';
import type { VectorSet } from '../../vectors/types.ts';

/** What the second lens changes, in figures. */
export interface EffectResult {
  /** The clusters on the map. */
  readonly items: readonly PlacedText[];
  /** Texts left out of every figure: under a lens they have no vector of their own. */
  readonly without: readonly WithoutVector[];
  /** Ids of the lenses. */
  readonly lenses: readonly [first: string, second: string];
  readonly comparison: EmbeddingComparison;
  /** Vectors of the texts under each lens, in the order of `items`. */
  readonly vectors: readonly [from: VectorSet, to: VectorSet];
  /** Name of the cluster of the item with an index, under each lens. */
  readonly clustersOf: readonly [from: (index: number) => string, to: (index: number) => string];
  /** Agreement of the clusterings on the map. */
  readonly clusters: Agreement;
  /** Number of clusters asked for. */
  readonly k: number;
}
