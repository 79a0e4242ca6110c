import type { SavedView } from '../data/saved-view.ts';
import type { Workspace } from '../data/workspace.ts';
import { workspace } from '../state/app.ts';
import { dismissToast, showToast } from '../state/toast.ts';
import { clearPin, type ItemPlace, view } from '../state/view.ts';

/** A change that takes something away: done at once, said in a toast, undone from there. */
export function editWithToast(label: string, change: (workspace: Workspace) => Workspace): void {
  workspace.getState().edit(label, change);
  const { history } = workspace.getState();
  showToast(label, () => {
    // Later edits make the toast's undo mean something else.
    if (workspace.getState().history === history) workspace.getState().undo();
    dismissToast();
  });
}

/** Shows a text's tokens, and goes there. */
export function showTokens(read: ItemPlace): void {
  const { large } = view.getState();
  view.setState({ read, drawer: false, large: large === null ? null : 'tokens' });
  const panel = document.querySelector<HTMLElement>('[data-panel="tokens"]');
  panel?.scrollIntoView({ block: 'nearest' });
  panel?.querySelector<HTMLElement>('.readings')?.focus({ preventScroll: true });
}

/** Replaces what is open, and how it is looked at where that came along; undo brings it back. */
export function openWorkspace(next: Workspace, saved: SavedView | null = null): void {
  view.setState({
    columns: null,
    query: null,
    first: null,
    second: null,
    openLens: null,
    read: null,
    ...saved,
  });
  clearPin();
  editWithToast(`Opened “${next.name}”`, () => next);
}

export function undoWithToast(): void {
  const label = workspace.getState().undo();
  if (label !== null) showToast(`Undone: ${label}`);
}

export function redoWithToast(): void {
  const label = workspace.getState().redo();
  if (label !== null) showToast(`Done again: ${label}`);
}
