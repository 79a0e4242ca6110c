import { ask } from '../../app/asks.ts';
import type { Command, CommandContext } from '../../app/commands.ts';
import { lensName } from '../../app/LensName.tsx';
import { createLens, deleteLens, openLens, switchLens } from '../../app/lens-actions.ts';
import { view } from '../../app/view.ts';
import { MOST_LENSES } from '../../workspace/lens.ts';

/** Goes to the name of a lens that was just made. */
function nameNew(id: string | null): void {
  if (id === null) return;
  view.setState({ drawer: true });
  ask(`lens:${id}`);
}

/** What can be done with each lens. */
export function lensCommands({ workspace, shown }: CommandContext): readonly Command[] {
  const { lenses } = workspace.workspace;
  const [first] = shown.lenses;
  const hasRoom = () => lenses.length < MOST_LENSES;
  return [
    {
      group: 'Lenses',
      label: 'Add a lens',
      keywords: 'new instruction',
      predicate: hasRoom,
      perform: () => nameNew(createLens()),
    },
    {
      group: 'Lenses',
      label: `Duplicate “${lensName(first)}”`,
      keywords: 'copy lens',
      predicate: hasRoom,
      perform: () => nameNew(createLens(first.id)),
    },
    ...lenses.flatMap((lens): Command[] => [
      {
        group: 'Lenses',
        label: `Edit “${lensName(lens)}”`,
        keywords: 'rename',
        perform: () => {
          view.setState({ drawer: true });
          openLens(lens.id);
          ask(`lens:${lens.id}`);
        },
      },
      {
        group: 'Lenses',
        label: `Switch “${lensName(lens)}” ${lens.on ? 'off' : 'on'}`,
        perform: () => switchLens(lens),
      },
      {
        group: 'Lenses',
        label: `Delete “${lensName(lens)}”`,
        predicate: () => lenses.length > 1,
        perform: () => void deleteLens(lens),
      },
    ]),
  ];
}
