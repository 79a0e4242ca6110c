import { createStore, type StoreApi } from 'zustand/vanilla';

interface Shown {
  readonly open: boolean;
  /** Id of the workspace being renamed. */
  readonly renaming: string | null;
  /** Whether the list was opened to rename one, and closes after that. */
  readonly forName: boolean;
}

/** Whether the list of workspaces is shown. */
export const list: StoreApi<Shown> = createStore<Shown>()(() => ({
  open: false,
  renaming: null,
  forName: false,
}));

/** Shows all workspaces; with the name field of `renaming` if given, until that is done. */
export function showWorkspaces(renaming: string | null = null): void {
  list.setState({ open: true, renaming, forName: renaming !== null });
}
