import type { NeighboursOfOne } from '../../analysis/types.ts';
import { Derived } from '../../app/embeddings/derived.ts';
import { keepVectors, sameSides, vectorSet } from '../../app/embeddings/gather.ts';
import { sameItems, textItems } from '../../app/items.ts';
import type { Computed, Sources } from '../../app/panels.ts';
import type { VectorSet } from '../../vectors/types.ts';
import type { SelectionResult } from './result.ts';

/** Number of similar texts that are listed. */
const LISTED = 100;

/** The vectors of the texts, and who looks for those like some of them. */
export interface SelectionData extends Computed<SelectionResult> {
  /**
   * Finds the texts like those at `liked`, and unlike those at `unliked`.
   * @throws AnalysisError or VectorsError (the promise), e.g. where another model has taken over.
   */
  similar(
    vectors: VectorSet,
    liked: Int32Array,
    unliked: Int32Array,
    signal: AbortSignal,
  ): Promise<NeighboursOfOne>;
}

export function createSelection(sources: Sources): SelectionData {
  const { analysis, workspace, view, shown, gather, begin } = sources;
  const data = new Derived({
    begin,
    inputs() {
      const items = textItems(workspace());
      if (!view().selecting || items.length < 2) return { kind: 'empty' };
      return gather(
        shown(),
        ({ instruction }) => [[instruction, items]],
        (sides) => keepVectors(items, sides),
      );
    },
    same: (a, b) => sameItems(a.items, b.items) && sameSides(a.sides, b.sides),
    async compute({ items, sides: [one, other] }): Promise<SelectionResult> {
      const side = ({ lens, lists }: typeof one) => ({ lens, vectors: vectorSet(lists[0]!) });
      return { items, sides: other === undefined ? [side(one)] : [side(one), side(other)] };
    },
  });
  return Object.assign(data, {
    similar: (vectors: VectorSet, liked: Int32Array, unliked: Int32Array, signal: AbortSignal) =>
      analysis.similarTo(vectors, { liked, unliked, count: LISTED, signal }),
  });
}
