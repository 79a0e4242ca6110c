import { DropdownMenu } from 'radix-ui';
import { openEmpty, openExample, redoWithToast, undoWithToast } from '../app/actions.ts';
import { useCatalogue, useWorkspace } from '../app/app.ts';
import { chooseWorkspaceFile, saveWorkspace, transfer } from '../app/workspace-transfer.ts';
import { showWorkspaces } from '../features/workspaces/state.ts';
import { Icon } from '../widgets/Icon.tsx';
import { examples } from '../workspace/examples.ts';

/**
 * Opens an example, an empty workspace or a listed one. The current workspace stays in the list.
 */
export function WorkspaceMenu() {
  const name = useWorkspace((state) => state.workspace.name);
  const id = useWorkspace((state) => state.id);
  const count = useCatalogue((state) => state.entries.length);
  const undoLabel = useWorkspace((state) => state.history.past.at(-1)?.label);
  const redoLabel = useWorkspace((state) => state.history.future.at(-1)?.label);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="workspace-trigger" data-testid="workspace-menu">
        <span className="visually-hidden">Workspace: </span>
        <span className="ellipsis">{name}</span>
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
          <DropdownMenu.Item
            className="menu-item"
            data-testid="all-workspaces"
            onSelect={() => showWorkspaces()}
          >
            <Icon name="list" />
            Workspaces…
            <span className="hint">{count}</span>
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" onSelect={() => showWorkspaces(id)}>
            <Icon name="pen" />
            Rename…
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" onSelect={openEmpty}>
            <Icon name="plus" />
            New empty workspace
          </DropdownMenu.Item>
          <DropdownMenu.Separator className="menu-separator" />
          <DropdownMenu.Item
            className="menu-item"
            data-testid="save-workspace"
            onSelect={saveWorkspace}
          >
            <Icon name="save" />
            Save as a file
            <span className="hint">Ctrl S</span>
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item"
            data-testid="open-workspace"
            onSelect={chooseWorkspaceFile}
          >
            <Icon name="open" />
            Open a file…
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item"
            data-testid="share-workspace"
            onSelect={() => transfer.setState({ sharing: true })}
          >
            <Icon name="link" />
            Share a link…
          </DropdownMenu.Item>
          <DropdownMenu.Separator className="menu-separator" />
          <DropdownMenu.Item
            className="menu-item"
            disabled={undoLabel === undefined}
            onSelect={undoWithToast}
          >
            <Icon name="undo" />
            {undoLabel === undefined ? 'Undo' : `Undo: ${undoLabel}`}
            <span className="hint">Ctrl Z</span>
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item"
            disabled={redoLabel === undefined}
            onSelect={redoWithToast}
          >
            <Icon name="redo" />
            {redoLabel === undefined ? 'Redo' : `Redo: ${redoLabel}`}
            <span className="hint">Ctrl ⇧ Z</span>
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
