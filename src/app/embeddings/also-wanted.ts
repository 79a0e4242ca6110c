import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Pair } from '../../engine/types.ts';

/** Pairs to embed beside those that the page shows: an export needs them. */
export const alsoWanted: StoreApi<{ readonly pairs: readonly Pair[] }> = createStore(() => ({
  pairs: [] as readonly Pair[],
}));
