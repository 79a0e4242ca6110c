import { sayOpened } from '../../app/actions.ts';
import { app } from '../../app/app.ts';
import { dismissToast, showToast } from '../../app/toast.ts';
import type { StoredRecord } from '../../app/workspaces/types.ts';
import {
  runningModel,
  saveWorkspace,
  saveWorkspaceText,
} from '../../app/workspaces/workspace-transfer.ts';
import { messageOf } from '../../lib/errors.ts';
import { writeWorkspace } from '../../workspace/workspace-file.ts';

/** Opens a workspace of the list; a toast says why if that fails, and what is open stays. */
export async function openListed(id: string): Promise<void> {
  await orSay(async () => {
    await app().workspaces.session.open(id);
    sayOpened();
  });
}

/** Adds a copy of the open workspace to the list, and opens it. */
export async function duplicateOpen(): Promise<void> {
  await orSay(async () => {
    const library = await app().workspaces.library();
    const id = await library.duplicate(app().workspace.getState().id);
    await app().workspaces.session.open(id);
    sayOpened();
  });
}

/** Takes over the editing of a workspace from another tab. */
export async function editHere(): Promise<void> {
  dismissToast();
  await orSay(() => app().workspaces.writing.takeOver(app().workspace.getState().id));
}

/** Restores deleted workspaces, and opens the one that was open. */
export async function restoreAll(removed: readonly StoredRecord[]): Promise<void> {
  dismissToast();
  await orSay(async () => {
    const library = await app().workspaces.library();
    for (const record of removed) await library.restore(record);
  });
}

/** Saves every workspace that could not be stored. */
export function saveUnstored(): void {
  const drafts = app().workspaces.saver.drafts.filter(({ untouched }) => untouched === null);
  if (drafts.length === 0) saveWorkspace();
  for (const draft of drafts) {
    saveWorkspaceText(
      draft.workspace.name,
      writeWorkspace(draft.workspace, draft.view, runningModel()),
    );
  }
}

async function orSay(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    showToast(messageOf(error));
  }
}
