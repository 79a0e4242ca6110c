import type { Command } from '../../app/commands/commands.ts';
import { clearPin, view } from '../../app/view.ts';
import { palette } from '../../features/palette/state.ts';
import { REDO, SAVE_FILE, UNDO } from '../../features/workspaces/own-commands.ts';

const ALL_COMMANDS: Command = {
  group: 'Page',
  label: 'All commands',
  key: { keys: ['Ctrl K'], words: 'All commands', inFields: true },
  perform: () => palette.setState({ open: 'commands' }),
};

export const SHORTCUTS: Command = {
  group: 'Page',
  label: 'Keyboard shortcuts',
  keywords: 'keys help',
  key: { keys: ['?'], words: 'These keys', inFields: false },
  perform: () => palette.setState({ open: 'shortcuts' }),
};

const STEP_BACK: Command = {
  group: 'Page',
  label: 'Close the large panel, or unpin',
  key: { keys: ['Esc'], words: 'Close the large panel, unpin, close a dialog', inFields: true },
  perform: ({ view: { large } }) => {
    if (large !== null) view.setState({ large: null });
    else clearPin();
  },
};

/** The commands with keys of the whole page, in the order of their list. */
export const KEYED: readonly Command[] = [
  ALL_COMMANDS,
  SHORTCUTS,
  UNDO,
  REDO,
  SAVE_FILE,
  STEP_BACK,
];
