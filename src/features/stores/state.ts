import { createStore, type StoreApi } from 'zustand/vanilla';

/** Whether the dialog of the vector store is open; the connection lives on without it. */
export const storeDialog: StoreApi<{ readonly open: boolean }> = createStore(() => ({
  open: false as boolean,
}));
