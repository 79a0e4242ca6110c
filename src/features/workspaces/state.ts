import { createStore, type StoreApi } from 'zustand/vanilla';

interface Shown {
  readonly open: boolean;
  /** Id of the workspace being renamed. */
  readonly renaming: string | null;
}

/** Whether the list of workspaces is shown. */
export const list: StoreApi<Shown> = createStore<Shown>()(() => ({ open: false, renaming: null }));

/** Shows all workspaces, with the name field of `renaming` if given. */
export function showWorkspaces(renaming: string | null = null): void {
  list.setState({ open: true, renaming });
}
