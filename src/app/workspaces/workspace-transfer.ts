/** Reads and writes workspaces as files and links. */

import { createStore, type StoreApi } from 'zustand/vanilla';
import { TEXT_FILES } from '../../corpus/text-files.ts';
import { DataError } from '../../lib/data-error.ts';
import { messageOf } from '../../lib/errors.ts';
import { isolated } from '../../lib/isolate.ts';
import { saveFile } from '../../widgets/save-file.ts';
import {
  beginsAsWorkspace,
  type FileModel,
  isLink,
  readLink,
  readWorkspaceFile,
  type SavedWorkspaceFile,
  WORKSPACE_FILE_LIMIT,
  writeLink,
  writeWorkspace,
} from '../../workspace/workspace-file.ts';
import { openWorkspace } from '../actions.ts';
import { app } from '../app.ts';
import { otherModelWords } from '../other-model.ts';
import { showToast } from '../toast.ts';
import { view } from '../view.ts';

interface Transfer {
  /** Reason that a file or a link could not be opened, and the workspace open then: it lapses once another is open. */
  readonly problem: { readonly reason: string; readonly open: string } | null;
  /** Remark about the opened file: another model made it. */
  readonly note: string | null;
  /** Workspace from the page's address, until it is opened or dismissed. */
  readonly link: SavedWorkspaceFile | null;
  /** Whether the dialog with the link to share is open. */
  readonly sharing: boolean;
}

export const workspaceTransfer: StoreApi<Transfer> = createStore<Transfer>()(() => ({
  problem: null,
  note: null,
  link: null,
  sharing: false,
}));

/** Saves the open workspace as a file. */
export function saveWorkspace(): void {
  const { workspace: current } = app().workspace.getState();
  saveWorkspaceText(current.name, writeWorkspace(current, view.getState(), runningModel()));
}

/** Saves the text of a workspace file. */
export function saveWorkspaceText(workspaceName: string, text: string): void {
  const name = `${fileName(workspaceName)}.facet.json`;
  const file = new Blob([text], { type: 'application/json' });
  saveFile(file, name);
  showToast(
    file.size <= WORKSPACE_FILE_LIMIT
      ? `Saved as ${isolated(name)}`
      : `Saved as ${isolated(name)}, but its ${Math.round(file.size / 1e6)} MB are more than the ${WORKSPACE_FILE_LIMIT / 1e6} that Facet opens: keep the table it came from, or save it with fewer columns`,
  );
}

/** Returns the running model, as files name it. */
export function runningModel(): FileModel | null {
  return app().model.getState().info;
}

/**
 * Opens a workspace; sends files of texts to the dialog that adds them to the shown list.
 * @param wanted Whether a workspace was asked for: the dialog then says that these are none.
 */
export async function openFiles(files: readonly File[], wanted = false): Promise<void> {
  const workspaces = await Promise.all(files.map(isWorkspaceFile));
  const saved = files.find((_, at) => workspaces[at]);
  if (saved !== undefined) void openWorkspaceFile(saved);
  const texts = files.filter((file) => file !== saved);
  // On a narrow screen the drawer holds the list.
  if (texts.length > 0)
    view.setState({
      incoming: texts,
      opened: wanted ? (texts[0]?.name ?? null) : null,
      drawer: true,
    });
}

/** Bytes that suffice to recognise a workspace. */
const HEAD = 2_000;

/** Whether a `.json` is a workspace rather than a table of texts. */
async function isWorkspaceFile(file: File): Promise<boolean> {
  if (!/\.json$/i.test(file.name)) return false;
  // The reader of texts reports an unreadable file.
  const head = await file
    .slice(0, HEAD)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  return beginsAsWorkspace(new Uint8Array(head));
}

/** Opens a workspace file; an unreadable one changes nothing, and the reason is shown. */
async function openWorkspaceFile(file: File): Promise<void> {
  workspaceTransfer.setState({ problem: null, note: null });
  try {
    const { workspace: next, view: saved, model } = await readWorkspaceFile(file);
    openWorkspace(next, saved);
    workspaceTransfer.setState({ note: otherModelWords(model, runningModel()) });
  } catch (error) {
    sayNotOpened(`${isolated(file.name)} was not opened: ${messageOf(error)}`);
  }
}

function sayNotOpened(reason: string): void {
  const { id, restored } = app().workspace.getState();
  if (!restored) {
    // The link is read before any workspace is open.
    const stop = app().workspace.subscribe((state) => {
      if (!state.restored) return;
      stop();
      sayNotOpened(reason);
    });
    return;
  }
  workspaceTransfer.setState({
    problem: { reason: `${reason} What you had is as it was.`, open: id },
  });
}

/** Lets the user choose a workspace, or files of texts. */
export function chooseFiles(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = `${TEXT_FILES},application/json`;
  input.onchange = () => void openFiles([...(input.files ?? [])], true);
  input.click();
}

/** Makes a link to the open workspace. */
export async function linkToWorkspace(withTexts: boolean): Promise<string> {
  const { origin, pathname } = location;
  const { workspace: current } = app().workspace.getState();
  return `${origin}${pathname}${await writeLink(current, view.getState(), withTexts)}`;
}

/** Reads a link from the page's address, and removes it there. */
export async function receiveLink(): Promise<void> {
  const { hash } = location;
  if (!isLink(hash)) return;
  history.replaceState(null, '', location.pathname + location.search);
  try {
    workspaceTransfer.setState({ link: await readLink(hash), problem: null });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    sayNotOpened(`The link was not opened: ${error.message}`);
  }
}

/** Opens the link's workspace; if it has no texts, with a copy of the current ones. */
export function openLink({ workspace: next, view: saved, hasTexts }: SavedWorkspaceFile): void {
  workspaceTransfer.setState({ link: null });
  const { texts, queries, documents } = app().workspace.getState().workspace;
  openWorkspace(hasTexts ? next : { ...next, texts, queries, documents }, saved);
}

/** Makes a name that every file system takes. */
function fileName(name: string): string {
  const safe = name
    .replaceAll(/[^\p{L}\p{N} _.-]+/gu, ' ')
    .trim()
    .replaceAll(/\s+/g, '-')
    .slice(0, 60);
  return safe === '' ? 'workspace' : safe;
}
