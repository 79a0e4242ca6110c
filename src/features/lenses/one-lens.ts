/** What can be done with one lens: by its menu and by name. */
import { ask } from '../../app/asks.ts';
import type { Command, CommandContext } from '../../app/commands/commands.ts';
import { lensName } from '../../app/lenses/LensName.tsx';
import { createLens, deleteLens, openLens, switchLens } from '../../app/lenses/lens-actions.ts';
import { view } from '../../app/view.ts';
import { LENS_COLOUR_NAMES, type Lens, MOST_LENSES } from '../../workspace/lens.ts';
import { changeLens, moveLens } from '../../workspace/lens-edits.ts';

interface LensCommands {
  readonly rename: Command;
  readonly duplicate: Command;
  readonly up: Command;
  readonly down: Command;
  /** In the order of the colours. */
  readonly colours: readonly Command[];
  readonly toggle: Command;
  readonly remove: Command;
}

export function commandsOf(lens: Lens): LensCommands {
  const { id } = lens;
  const name = `“${lensName(lens)}”`;
  const command = (label: string, rest: Omit<Command, 'group' | 'label'>): Command => ({
    group: 'Lenses',
    label,
    ...rest,
  });
  return {
    rename: command(`Edit ${name}`, {
      keywords: 'rename',
      perform: () => {
        view.setState({ drawer: true });
        openLens(id);
        ask(`lens:${id}`);
      },
    }),
    duplicate: command(`Duplicate ${name}`, {
      keywords: 'copy lens',
      predicate: hasRoom,
      perform: () => nameNew(createLens(id)),
    }),
    up: command(`Move ${name} up`, {
      keywords: 'lens order',
      predicate: (context) => lensesOf(context)[0]?.id !== id,
      perform: ({ workspace }) =>
        workspace.edit('Move lens up', (current) => moveLens(current, id, -1)),
    }),
    down: command(`Move ${name} down`, {
      keywords: 'lens order',
      predicate: (context) => lensesOf(context).at(-1)?.id !== id,
      perform: ({ workspace }) =>
        workspace.edit('Move lens down', (current) => moveLens(current, id, 1)),
    }),
    colours: LENS_COLOUR_NAMES.map((colourName, colour) =>
      command(`Colour of ${name}: ${colourName}`, {
        keywords: 'lens',
        perform: ({ workspace }) =>
          workspace.edit('Change colour', (current) => changeLens(current, id, { colour })),
      }),
    ),
    toggle: command(`Switch ${name} ${lens.on ? 'off' : 'on'}`, {
      perform: () => switchLens(lens),
    }),
    remove: command(`Delete ${name}`, {
      predicate: (context) => lensesOf(context).length > 1,
      perform: () => {
        const next = deleteLens(lens);
        if (next !== null) ask(`lens-head:${next}`);
      },
    }),
  };
}

/** Goes to the name of a lens that was just made. */
export function nameNew(id: string | null): void {
  if (id === null) return;
  view.setState({ drawer: true });
  ask(`lens:${id}`);
}

/** Whether the workspace takes one lens more. */
export const hasRoom = (context: CommandContext) => lensesOf(context).length < MOST_LENSES;

const lensesOf = ({ workspace }: CommandContext) => workspace.workspace.lenses;
