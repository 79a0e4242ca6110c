import { openExample } from '../../app/actions.ts';
import { app } from '../../app/app.ts';
import type { Command, CommandContext } from '../../app/commands/commands.ts';
import { isolated } from '../../lib/isolate.ts';
import { examples } from '../../workspace/examples.ts';
import { duplicateOpen, openListed } from './actions.ts';
import { ALL_WORKSPACES, NEW_WORKSPACE, RENAME_WORKSPACE } from './own-commands.ts';

/** Most workspaces offered by name; the list has all of them. */
const OFFERED = 20;

/** Opening another workspace, and the commands of the list of workspaces. */
export function workspaceCommands({ workspace }: CommandContext): readonly Command[] {
  return [
    ...examples.map(
      (example): Command => ({
        group: 'Workspace',
        label: `Example: ${example.name}`,
        keywords: example.summary,
        perform: () => void openExample(example),
      }),
    ),
    NEW_WORKSPACE,
    ALL_WORKSPACES,
    RENAME_WORKSPACE,
    {
      group: 'Workspace',
      label: `Duplicate the workspace “${isolated(workspace.workspace.name)}”`,
      keywords: 'copy fork',
      perform: () => void duplicateOpen(),
    },
    ...app()
      .workspaces.catalogue.entries.filter(
        (entry) => entry.id !== workspace.id && entry.problem === null,
      )
      .slice(0, OFFERED)
      .map(
        (entry): Command => ({
          group: 'Workspace',
          label: `Open “${isolated(entry.name)}”`,
          keywords: 'switch workspace',
          perform: () => void openListed(entry.id),
        }),
      ),
  ];
}
