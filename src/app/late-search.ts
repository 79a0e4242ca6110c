import { lazyModule } from '../loading/lazy-module.ts';
import type { Search } from '../search/types.ts';

/** The search, whose code is fetched with the first call. @param rows Returns a port of the store of vectors. */
export function lateSearch(rows: () => MessagePort): Search {
  const load = lazyModule('The search', async () =>
    (await import('../search/client.ts')).createSearch(rows),
  );
  return {
    nearest: async (...call) => (await load()).nearest(...call),
    place: async (...call) => (await load()).place(...call),
  };
}
