import { createStore, type StoreApi } from 'zustand/vanilla';

/** Texts that the search for similar ones keeps away from, by their wording, in the workspace of this id. */
export const unlike: StoreApi<{ readonly workspace: string; readonly texts: readonly string[] }> =
  createStore(() => ({ workspace: '', texts: [] as readonly string[] }));
