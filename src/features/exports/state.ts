import { createStore, type StoreApi } from 'zustand/vanilla';

/** Whether the dialog that exports is open. */
export const exporting: StoreApi<{ readonly open: boolean }> = createStore(() => ({ open: false }));
