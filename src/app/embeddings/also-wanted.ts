import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Pair } from '../../engine/types.ts';

interface AlsoWanted {
  /** An export needs them. */
  readonly pairs: readonly Pair[];
  /** An evaluation needs them, from its first instruction to its last. */
  readonly evaluated: readonly Pair[];
  /** Sentences of the hit that a person looks at: they come before all others. */
  readonly hit: readonly Pair[];
}

/** Pairs to embed beside those that the page shows. */
export const alsoWanted: StoreApi<AlsoWanted> = createStore(() => ({
  pairs: [] as readonly Pair[],
  evaluated: [] as readonly Pair[],
  hit: [] as readonly Pair[],
}));
