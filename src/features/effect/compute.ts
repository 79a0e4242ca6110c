import type { Agreement } from '../../analysis/types.ts';
import { Derived } from '../../app/derived.ts';
import { type Entries, sameItems, sameSides, vectorSet } from '../../app/gather.ts';
import type { Computed, Sources } from '../../app/panels.ts';
import type { PlacedText, Sides, WithoutVector } from '../../app/results.ts';
import type { EffectResult } from './result.ts';

/** Number of neighbours compared per text. */
const NEIGHBOURS = 10;

/** Clusters of the texts under the shown lenses, as the effect needs them. */
export interface ClusteredTexts {
  readonly items: readonly PlacedText[];
  readonly without: readonly WithoutVector[];
  readonly sides: Sides<unknown>;
  /** Agreement of the two sides' clusters; null for one side. */
  readonly moves: Agreement | null;
}

interface EffectInput {
  readonly items: readonly PlacedText[];
  readonly sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;
  readonly map: ClusteredTexts;
  readonly k: number;
}

/**
 * What the second lens changes. It takes its clusters from the map: they are the ones that are
 * shown, and clustering twice would cost twice.
 */
export function createEffect(
  { analysis, shown, gather, workspace, begin }: Sources,
  map: Computed<ClusteredTexts>,
): Derived<EffectInput, EffectResult> {
  return new Derived<EffectInput, EffectResult>({
    begin,
    inputs() {
      if (shown().lenses.length < 2) return { kind: 'empty' };
      const { status, result, error } = map.store.getState();
      if (status === 'empty') return { kind: 'empty' };
      if (status === 'error') return { kind: 'blocked', reason: error ?? '' };
      if (status !== 'ready' || result === null || result.sides.length < 2) {
        return { kind: 'waiting' };
      }
      const { items } = result;
      const { k } = workspace();
      return gather(
        shown(),
        ({ instruction }) => [[instruction, items]],
        (sides) => ({ items, sides, map: result, k }),
      );
    },
    same: (a, b) =>
      a.map.moves === b.map.moves && sameItems(a.items, b.items) && sameSides(a.sides, b.sides),
    async compute(
      { items, sides: [from, to], map: { moves, without }, k },
      { signal, onProgress },
    ) {
      const measured = await analysis.compare(vectorSet(from.lists[0]!), vectorSet(to!.lists[0]!), {
        neighbours: NEIGHBOURS,
        signal,
        onProgress,
      });
      const lenses = [from.lens, to!.lens] as const;
      return { items, without, lenses, comparison: measured, clusters: moves!, k };
    },
  });
}
