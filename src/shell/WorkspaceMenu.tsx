import * as DropdownMenu from 'radix-ui/dropdown-menu';
import { openExample } from '../app/actions.ts';
import { useCatalogue, useWorkspace } from '../app/app.ts';
import { CommandItem } from '../app/commands/CommandItem.tsx';
import type { Command } from '../app/commands/commands.ts';
import { commandContext, labelOf } from '../app/commands/perform.ts';
import { EVALUATE } from '../features/evaluation/commands.ts';
import { EXPORT } from '../features/exports/commands.ts';
import { SHOW_STORAGE } from '../features/storage/commands.ts';
import { CONNECT_STORE } from '../features/stores/commands.ts';
import {
  ALL_WORKSPACES,
  NEW_WORKSPACE,
  OPEN_FILE,
  REDO,
  RENAME_WORKSPACE,
  SAVE_FILE,
  SHARE_LINK,
  UNDO,
} from '../features/workspaces/own-commands.ts';
import { Icon } from '../widgets/Icon.tsx';
import { examples } from '../workspace/examples.ts';

/**
 * Opens an example, an empty workspace or a listed one. The current workspace stays in the list.
 */
export function WorkspaceMenu() {
  const name = useWorkspace((state) => state.workspace.name);
  const count = useCatalogue((state) => state.entries.length);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="workspace-trigger" data-testid="workspace-menu">
        <span className="visually-hidden">Workspace: </span>
        <bdi className="ellipsis">{name}</bdi>
        <Icon name="chevron" size={14} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={6} collisionPadding={12}>
          <DropdownMenu.Label className="menu-label">Examples</DropdownMenu.Label>
          {examples.map((example) => (
            <DropdownMenu.Item
              key={example.id}
              className="menu-item"
              data-testid={`example-${example.id}`}
              onSelect={() => void openExample(example)}
            >
              <span className="two-line">
                {example.name}
                <small>{example.summary}</small>
              </span>
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Separator className="menu-separator" />
          <CommandItem command={ALL_WORKSPACES} icon="list" testId="all-workspaces" hint={count}>
            Workspaces…
          </CommandItem>
          <CommandItem command={RENAME_WORKSPACE} icon="pen">
            Rename…
          </CommandItem>
          <CommandItem command={NEW_WORKSPACE} icon="plus">
            New empty workspace
          </CommandItem>
          <DropdownMenu.Separator className="menu-separator" />
          <CommandItem command={SAVE_FILE} icon="save" testId="save-workspace">
            Save as a file
          </CommandItem>
          <CommandItem command={EXPORT} icon="table" testId="export">
            Export vectors…
          </CommandItem>
          <CommandItem command={EVALUATE} icon="chart" testId="evaluation">
            Evaluate instructions…
          </CommandItem>
          <CommandItem command={OPEN_FILE} icon="open" testId="open-workspace">
            Open a file…
          </CommandItem>
          <CommandItem command={SHARE_LINK} icon="link" testId="share-workspace">
            Share a link…
          </CommandItem>
          <CommandItem command={CONNECT_STORE} icon="open" testId="connect-store">
            Vector store…
          </CommandItem>
          <CommandItem command={SHOW_STORAGE} icon="shield" testId="open-storage">
            Storage…
          </CommandItem>
          <DropdownMenu.Separator className="menu-separator" />
          <Step command={UNDO} icon="undo" />
          <Step command={REDO} icon="redo" />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Undo or redo, with what it does; disabled where there is nothing to do. */
function Step({ command, icon }: { readonly command: Command; readonly icon: 'undo' | 'redo' }) {
  // Renders again with every step.
  useWorkspace((state) => state.history);
  return (
    <CommandItem command={command} icon={icon}>
      {labelOf(command, commandContext())}
    </CommandItem>
  );
}
