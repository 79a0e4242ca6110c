import { sayOpened } from '../../app/actions.ts';
import { workspace, workspaces } from '../../app/app.ts';
import { dismissToast, showToast } from '../../app/toast.ts';
import { saveWorkspace, saveWorkspaceText } from '../../app/workspace-transfer.ts';
import type { StoredRecord } from '../../app/workspaces/types.ts';
import { messageOf } from '../../lib/errors.ts';
import { writeWorkspace } from '../../workspace/workspace-file.ts';

const { session, saver, writing } = workspaces;

/**
 * Opens a workspace of the list. If that fails, a toast says why and the current one stays open.
 */
export async function openListed(id: string): Promise<void> {
  await orSay(async () => {
    await session.open(id);
    sayOpened();
  });
}

/** Adds a copy of the open workspace to the list, and opens it. */
export async function duplicateOpen(): Promise<void> {
  await orSay(async () => {
    const library = await workspaces.library();
    const id = await library.duplicate(workspace.getState().id);
    await session.open(id);
    sayOpened();
  });
}

/** Takes over the editing of a workspace from another tab. */
export async function editHere(): Promise<void> {
  dismissToast();
  await orSay(() => writing.takeOver(workspace.getState().id));
}

/** Restores deleted workspaces, and opens the one that was open. */
export async function restoreAll(removed: readonly StoredRecord[]): Promise<void> {
  dismissToast();
  await orSay(async () => {
    const library = await workspaces.library();
    for (const record of removed) await library.restore(record);
  });
}

/** Saves every workspace that could not be stored. */
export function saveUnstored(): void {
  const drafts = saver.drafts.filter(({ untouched }) => untouched === null);
  if (drafts.length === 0) saveWorkspace();
  for (const draft of drafts) {
    saveWorkspaceText(draft.workspace.name, writeWorkspace(draft.workspace, draft.view));
  }
}

async function orSay(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    showToast(messageOf(error));
  }
}
