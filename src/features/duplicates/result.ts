import type { NearPairs } from '../../analysis/types.ts';
import type { PlacedText, Sides, WithoutVector } from '../../app/results.ts';

/** Texts that say the same, or nearly. */
export interface DuplicatesResult {
  readonly items: readonly PlacedText[];
  /** Texts of the same words: the indices of each such group, two at least, in the order of the list. */
  readonly same: readonly (readonly number[])[];
  /** Pairs of different words under each lens, by the indices of their items. */
  readonly sides: Sides<{ readonly lens: string; readonly pairs: NearPairs }>;
  /** The cosine down to which pairs were sought. */
  readonly least: number;
  readonly without: readonly WithoutVector[];
}
