/** Commands for the open workspace: of its menu, by keys and by name. */
import { openEmpty, redoWithToast, undoWithToast } from '../../app/actions.ts';
import type { Command, CommandContext } from '../../app/commands/commands.ts';
import {
  chooseFiles,
  saveWorkspace,
  workspaceTransfer,
} from '../../app/workspaces/workspace-transfer.ts';
import { isolated } from '../../lib/isolate.ts';
import { showWorkspaces } from './state.ts';

const group = 'Workspace';

export const NEW_WORKSPACE: Command = { group, label: 'New empty workspace', perform: openEmpty };

export const ALL_WORKSPACES: Command = {
  group,
  label: 'Workspaces: open, rename, duplicate, delete',
  keywords: 'list all switch manage',
  perform: () => showWorkspaces(),
};

export const RENAME_WORKSPACE: Command = {
  group,
  label: ({ workspace }) => `Rename “${isolated(workspace.workspace.name)}”`,
  keywords: 'workspace name title',
  perform: ({ workspace }) => showWorkspaces(workspace.id),
};

export const SAVE_FILE: Command = {
  group,
  label: 'Save as a file',
  keywords: 'export json',
  key: { keys: ['Ctrl S'], words: 'Save the workspace as a file', inFields: true },
  perform: saveWorkspace,
};

export const OPEN_FILE: Command = {
  group,
  label: 'Open a file',
  keywords: 'load import json csv table texts',
  perform: chooseFiles,
};

export const SHARE_LINK: Command = {
  group,
  label: 'Share a link',
  keywords: 'url copy',
  perform: () => workspaceTransfer.setState({ sharing: true }),
};

const past = ({ workspace }: CommandContext) => workspace.history.past.at(-1)?.label;
const future = ({ workspace }: CommandContext) => workspace.history.future.at(-1)?.label;

export const UNDO: Command = {
  group,
  label: (context) => withStep('Undo', past(context)),
  key: { keys: ['Ctrl Z'], words: 'Undo', inFields: false },
  predicate: (context) => past(context) !== undefined,
  perform: undoWithToast,
};

export const REDO: Command = {
  group,
  label: (context) => withStep('Redo', future(context)),
  key: { keys: ['Ctrl ⇧ Z', 'Ctrl Y', 'Ctrl ⇧ Y'], words: 'Redo', inFields: false },
  predicate: (context) => future(context) !== undefined,
  perform: redoWithToast,
};

function withStep(what: string, step: string | undefined): string {
  return step === undefined ? what : `${what}: ${step}`;
}
