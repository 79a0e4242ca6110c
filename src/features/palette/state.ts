import { createStore, type StoreApi } from 'zustand/vanilla';

/** Which of the two dialogs for the keyboard is open. */
export const palette: StoreApi<{ readonly open: 'commands' | 'shortcuts' | null }> = createStore(
  () => ({ open: null as 'commands' | 'shortcuts' | null }),
);
