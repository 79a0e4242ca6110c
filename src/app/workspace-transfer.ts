/** Workspaces to and from files and links. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { DataError } from '../lib/data-error.ts';
import { messageOf } from '../lib/errors.ts';
import { saveFile } from '../widgets/save-file.ts';
import {
  isLink,
  readLink,
  readWorkspaceFile,
  type SavedWorkspaceFile,
  writeLink,
  writeWorkspace,
} from '../workspace/workspace-file.ts';
import { openWorkspace } from './actions.ts';
import { app } from './app.ts';
import { showToast } from './toast.ts';
import { view } from './view.ts';

interface Transfer {
  /** Why a file or a link could not be opened. */
  readonly problem: string | null;
  /** What the address of the page brought, until it is opened or left. */
  readonly link: SavedWorkspaceFile | null;
  /** Whether the dialog with the link to share is open. */
  readonly sharing: boolean;
}

export const workspaceTransfer: StoreApi<Transfer> = createStore<Transfer>()(() => ({
  problem: null,
  link: null,
  sharing: false,
}));

/** Saves the workspace that is open, as a file. */
export function saveWorkspace(): void {
  const { workspace: current } = app().workspace.getState();
  saveWorkspaceText(current.name, writeWorkspace(current, view.getState()));
}

/** Saves the text of a workspace file. */
export function saveWorkspaceText(workspaceName: string, text: string): void {
  const name = `${fileName(workspaceName)}.facet.json`;
  saveFile(new Blob([text], { type: 'application/json' }), name);
  showToast(`Saved as ${name}`);
}

/** Opens a workspace file; one that cannot be read changes nothing and says why. */
export async function openWorkspaceFile(file: File): Promise<void> {
  workspaceTransfer.setState({ problem: null });
  try {
    const { workspace: next, view: saved } = await readWorkspaceFile(file);
    openWorkspace(next, saved);
  } catch (error) {
    workspaceTransfer.setState({
      problem: `${file.name} was not opened: ${messageOf(error)} What you had is as it was.`,
    });
  }
}

/** Lets the user choose a workspace file, and opens it. */
export function chooseWorkspaceFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.onchange = () => {
    const file = input.files?.[0];
    if (file !== undefined) void openWorkspaceFile(file);
  };
  input.click();
}

/** The link to what is open. */
export async function linkToWorkspace(withTexts: boolean): Promise<string> {
  const { origin, pathname } = location;
  const { workspace: current } = app().workspace.getState();
  return `${origin}${pathname}${await writeLink(current, view.getState(), withTexts)}`;
}

/** Reads a link in the page's address, and takes it out of there. */
export async function receiveLink(): Promise<void> {
  const { hash } = location;
  if (!isLink(hash)) return;
  history.replaceState(null, '', location.pathname + location.search);
  try {
    workspaceTransfer.setState({ link: await readLink(hash), problem: null });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    workspaceTransfer.setState({
      problem: `The link was not opened: ${error.message} What you had is as it was.`,
    });
  }
}

/** Opens what the link brought; without texts of its own, with a copy of those that are there. */
export function openLink({ workspace: next, view: saved, hasTexts }: SavedWorkspaceFile): void {
  workspaceTransfer.setState({ link: null });
  const { texts, queries, documents } = app().workspace.getState().workspace;
  openWorkspace(hasTexts ? next : { ...next, texts, queries, documents }, saved);
}

/** A name that every file system takes. */
function fileName(name: string): string {
  const safe = name
    .replaceAll(/[^\p{L}\p{N} _.-]+/gu, ' ')
    .trim()
    .replaceAll(/\s+/g, '-')
    .slice(0, 60);
  return safe === '' ? 'workspace' : safe;
}
