import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Pair } from '../engine/types.ts';

/** Pairs that are embedded beside those that the page shows: what an export is to hold. */
export const alsoWanted: StoreApi<{ readonly pairs: readonly Pair[] }> = createStore(() => ({
  pairs: [] as readonly Pair[],
}));
