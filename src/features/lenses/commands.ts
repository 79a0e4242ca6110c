import type { Command, CommandContext } from '../../app/commands/commands.ts';
import { createLens } from '../../app/lenses/lens-actions.ts';
import { commandsOf, hasRoom, nameNew } from './one-lens.ts';

/** What can be done with the lenses; copy and colours are offered for the shown one alone. */
export function lensCommands({ workspace, shown }: CommandContext): readonly Command[] {
  const first = commandsOf(shown.lenses[0]);
  return [
    {
      group: 'Lenses',
      label: 'Add a lens',
      keywords: 'new instruction',
      predicate: hasRoom,
      perform: () => nameNew(createLens()),
    },
    first.duplicate,
    ...workspace.workspace.lenses.flatMap((lens) => {
      const { rename, up, down, toggle, remove } = commandsOf(lens);
      return [rename, up, down, toggle, remove];
    }),
    ...first.colours,
  ];
}
