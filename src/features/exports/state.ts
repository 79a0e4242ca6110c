import { createStore, type StoreApi } from 'zustand/vanilla';

interface Exporting {
  /** Whether the dialog that exports is open. */
  readonly open: boolean;
  /** Whether it opens for the selected texts alone. */
  readonly selected: boolean;
}

export const exporting: StoreApi<Exporting> = createStore<Exporting>()(() => ({
  open: false,
  selected: false,
}));
