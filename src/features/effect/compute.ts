import { Derived } from '../../app/derived.ts';
import { type Entries, sameItems, sameSides, vectorSet } from '../../app/gather.ts';
import type { Sources } from '../../app/panels.ts';
import type { EffectResult, Item, MapResult, Sides } from '../../app/results.ts';
import type { MapInput } from '../map/map.ts';

/** Neighbours of a text that are compared. */
const NEIGHBOURS = 10;

interface EffectInput {
  readonly items: readonly Item[];
  readonly sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;
  readonly map: MapResult;
  readonly k: number;
}

/**
 * What the second lens changes. It takes its clusters from the map: they are the ones that are
 * shown, and clustering twice would cost twice.
 */
export function createEffect(
  { analysis, comparison, gather, workspace }: Sources,
  map: Derived<MapInput, MapResult>,
): Derived<EffectInput, EffectResult> {
  return new Derived<EffectInput, EffectResult>({
    inputs() {
      if (comparison().lenses.length < 2) return { kind: 'empty' };
      const { status, result, error } = map.store.getState();
      if (status === 'empty') return { kind: 'empty' };
      if (status === 'error') return { kind: 'blocked', reason: error ?? '' };
      if (status !== 'ready' || result === null || result.sides.length < 2) {
        return { kind: 'waiting' };
      }
      const { items } = result;
      const { k } = workspace();
      return gather(
        comparison(),
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
