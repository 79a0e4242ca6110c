import { createStore, type StoreApi } from 'zustand/vanilla';
import { lazyModule } from '../../loading/lazy-module.ts';
import type { Offline, OfflineState } from '../../offline/client.ts';

/** Offline use: its state at once, its code when first asked for. */
export interface OfflineUse {
  readonly state: StoreApi<OfflineState>;
  /** @throws LoadError (the promise) if the code cannot be fetched. */
  client(): Promise<Offline>;
}

export function createOffline(): OfflineUse {
  const state = createStore<OfflineState>()(() => ({
    stored: { kind: 'unavailable' },
    update: false,
  }));
  const load = lazyModule('Offline use', () => import('../../offline/client.ts'));
  let client: Offline | undefined;
  return {
    state,
    async client() {
      const { Offline } = await load();
      client ??= new Offline(state);
      return client;
    },
  };
}
