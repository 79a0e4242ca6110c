import type { PlacedText, Sides } from '../../app/results.ts';
import type { VectorSet } from '../../vectors/types.ts';

/** The texts that can be like the selected ones, and their vectors under the shown lenses. */
export interface SelectionResult {
  readonly items: readonly PlacedText[];
  readonly sides: Sides<{ readonly lens: string; readonly vectors: VectorSet }>;
}
