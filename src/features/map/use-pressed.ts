import { useMemo } from 'react';
import { useStore } from 'zustand';
import { highlight } from '../../app/view.ts';
import { type LegendProps, pinnedMark } from './legend.ts';

/** Returns the mark whose texts are the selected ones; null without one. */
export function usePressed(
  items: LegendProps['items'],
  marks: LegendProps['marks'],
): number | null {
  const pinned = useStore(highlight, (state) => state.pinned);
  return useMemo(() => pinnedMark(items, marks, pinned), [items, marks, pinned]);
}
