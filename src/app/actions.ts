import { messageOf } from '../lib/errors.ts';
import { isolated } from '../lib/isolate.ts';
import { lazyModule } from '../loading/lazy-module.ts';
import { EXAMPLE_VIEW, type Example, exampleOrigin } from '../workspace/examples.ts';
import type { SavedView } from '../workspace/saved-view.ts';
import { emptyWorkspace, type Workspace } from '../workspace/workspace.ts';
import { app } from './app.ts';
import { ask } from './asks.ts';
import { fold } from './folds.ts';
import { dismissToast, showToast, toast } from './toast.ts';
import { type TextRef, view } from './view.ts';

/** Makes a change that takes something away: does it at once, says so in a toast, and undoes it from there. */
export function editWithToast(label: string, change: (workspace: Workspace) => Workspace): boolean {
  const before = app().workspace.getState().history;
  app().workspace.getState().edit(label, change);
  const { history } = app().workspace.getState();
  // Refused, or there was nothing to change.
  if (history === before) return false;
  const undo = () => {
    // Later edits make the toast's undo mean something else.
    if (app().workspace.getState().history === history) app().workspace.getState().undo();
    dismissToast();
  };
  showToast(label, undo, 'Undo', true);
  return true;
}

/** Shows a text's tokens, and goes there. */
export function showTokens(read: TextRef): void {
  const name = app().panels.showing('read')?.definition.name;
  const { large } = view.getState();
  view.setState({ read, drawer: false, large: large === null ? null : (name ?? large) });
  if (name === undefined) return;
  fold(name, false);
  ask(`show:${name}`);
}

/**
 * Opens a new workspace, and its view if it came with one. The open one stays in the list, and a button leads back to
 * it.
 * @param untouched What it is a copy of, if from Facet itself: unchanged, it does not stay in the list.
 */
export function openWorkspace(
  next: Workspace,
  saved: SavedView | null = null,
  untouched: string | null = null,
): void {
  app().workspaces.session.create(next, saved, untouched);
  sayOpened();
}

/** @throws LoadError (the promise) if the example cannot be fetched. */
export async function openExample({ id, name, load }: Example): Promise<void> {
  const next = await lazyModule(`The example “${name}”`, load)();
  openWorkspace(next, EXAMPLE_VIEW, exampleOrigin(id));
}

export function openEmpty(): void {
  app().workspaces.session.create(emptyWorkspace(), null, 'new');
  offerBack('New workspace, without texts');
}

/** Says what is open now, with the way back. */
export function sayOpened(): void {
  offerBack(`Opened “${isolated(app().workspace.getState().workspace.name)}”`);
}

function offerBack(message: string): void {
  const { previous } = app().workspaces.session.state.getState();
  if (previous === null) {
    showToast(message);
    return;
  }
  const back = () => {
    dismissToast();
    app()
      .workspaces.session.back()
      .then(sayOpened, (error: unknown) => showToast(messageOf(error)));
  };
  showToast(message, back, `Back to “${isolated(previous.name)}”`);
}

export function undoWithToast(): void {
  const action = toast.getState().current?.action;
  // The toast may offer to undo something outside the history: a deleted workspace.
  if (action?.label === 'Undo' && !action.inHistory) {
    dismissToast();
    action.run();
    return;
  }
  const label = app().workspace.getState().undo();
  if (label !== null) showToast(`Undone: ${label}`);
  // Undo cannot take back an opening: its way back is another button.
  else if (app().workspace.getState().role === 'writer') {
    offerBack(`Nothing to undo in “${isolated(app().workspace.getState().workspace.name)}”`);
  }
}

export function redoWithToast(): void {
  const label = app().workspace.getState().redo();
  if (label !== null) showToast(`Done again: ${label}`);
}
