import { useDeferredValue, useMemo } from 'react';
import type { Lens } from '../../workspace/lens.ts';
import { useView, useWorkspace } from '../app.ts';
import { type ShownLenses, shownLensesOf } from './shown-lenses.ts';

/** Returns the lenses that all panels show; a new object only when they change. */
export function useShownLenses(): ShownLenses {
  const lenses = useWorkspace((state) => state.workspace.lenses);
  const mode = useView((state) => state.mode);
  const first = useView((state) => state.first);
  const second = useView((state) => state.second);
  return useMemo(
    () => shownLensesOf({ lenses }, { mode, first, second }),
    [lenses, mode, first, second],
  );
}

/** Returns the lens of an id; undefined for a deleted one, whose results are shown until new ones come. */
export function useLens(id: string | undefined): Lens | undefined {
  return useWorkspace((state) => state.workspace.lenses.find((lens) => lens.id === id));
}

/**
 * Whether panels show the difference of two lenses. Deferred: the panels then redraw in slices after the switch itself,
 * which they would otherwise block.
 */
export function useDifference(): boolean {
  return useDeferredValue(useView((state) => state.mode === 'difference'));
}
