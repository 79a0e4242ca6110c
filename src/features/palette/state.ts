import { createStore, type StoreApi } from 'zustand/vanilla';

/** The open dialog for the keyboard, if any. */
export const palette: StoreApi<{ readonly open: 'commands' | 'shortcuts' | null }> = createStore(
  () => ({ open: null as 'commands' | 'shortcuts' | null }),
);
