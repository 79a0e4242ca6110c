/** Everything that the page can do, by name. Fetched with the palette. */
import { app } from '../../app/app.ts';
import type { Command, CommandContext } from '../../app/commands/commands.ts';
import { preferences } from '../../app/preferences.ts';
import { compareCommands } from '../../features/compare/commands.ts';
import { EVALUATE } from '../../features/evaluation/commands.ts';
import { EXPORT } from '../../features/exports/commands.ts';
import { lensCommands } from '../../features/lenses/commands.ts';
import { CHOOSE_MODEL } from '../../features/models/commands.ts';
import { panelCommands, saveCommands } from '../../features/panel/commands.ts';
import { SHOW_STORAGE } from '../../features/storage/commands.ts';
import { CONNECT_STORE } from '../../features/stores/commands.ts';
import { ADD_TEXTS } from '../../features/texts/commands.ts';
import { labelCommands } from '../../features/texts/label-commands.ts';
import { workspaceCommands } from '../../features/workspaces/commands.ts';
import {
  OPEN_FILE,
  REDO,
  SAVE_FILE,
  SHARE_LINK,
  UNDO,
} from '../../features/workspaces/own-commands.ts';
import { SHORTCUTS } from './keyed.ts';
import { THEMES } from './themes.ts';

export function allCommands(context: CommandContext): readonly Command[] {
  const panels = app().panels.all;
  return [
    ...compareCommands(context),
    ...panelCommands(panels, context),
    ...lensCommands(context),
    {
      ...EVALUATE,
      keywords: 'which best right benchmark mteb beir billboard score search compare',
    },
    ...workspaceCommands(context),
    ADD_TEXTS,
    ...labelCommands(context),
    SAVE_FILE,
    { ...EXPORT, keywords: 'npy numpy parquet safetensors jsonl csv trec python embeddings' },
    OPEN_FILE,
    SHARE_LINK,
    UNDO,
    REDO,
    ...saveCommands(panels),
    CHOOSE_MODEL,
    SHOW_STORAGE,
    { ...CONNECT_STORE, keywords: 'milvus chroma database remote search collection' },
    ...THEMES.map(({ command }) => command),
    SHORTCUTS,
    {
      group: 'Page',
      label: 'Guided start',
      keywords: 'help tour introduction',
      perform: () => preferences.setState({ guided: false }),
    },
  ];
}
