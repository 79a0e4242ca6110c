import { createStore, type StoreApi } from 'zustand/vanilla';

interface Shown {
  readonly open: boolean;
  /** Id of the workspace whose name is being changed. */
  readonly renaming: string | null;
}

/** Whether the list of workspaces is shown. */
export const list: StoreApi<Shown> = createStore<Shown>()(() => ({ open: false, renaming: null }));

/** Shows all workspaces; with `renaming`, the field for the name of one. */
export function showWorkspaces(renaming: string | null = null): void {
  list.setState({ open: true, renaming });
}
