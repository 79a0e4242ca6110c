import { createStore, type StoreApi } from 'zustand/vanilla';

/** Whether the view that evaluates instructions is open. */
export const evaluating: StoreApi<{ readonly open: boolean }> = createStore(() => ({
  open: false,
}));
