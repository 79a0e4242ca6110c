import type { Command, CommandContext } from '../../app/commands/commands.ts';
import { lensName } from '../../app/lenses/LensName.tsx';
import { view } from '../../app/view.ts';
import { MODES } from '../../workspace/saved-view.ts';

const MODE_NAMES = {
  one: 'One lens',
  two: 'Two lenses side by side',
  difference: 'Difference of two lenses',
};

/** The choice of the shown lens, or of the two to compare and how. */
export function compareCommands({ workspace }: CommandContext): readonly Command[] {
  const { lenses } = workspace.workspace;
  return [
    ...MODES.map(
      (mode): Command => ({
        group: 'View',
        label: MODE_NAMES[mode],
        keywords: 'compare show',
        predicate: () => mode === 'one' || lenses.filter(({ on }) => on).length > 1,
        perform: () => view.setState({ mode }),
      }),
    ),
    ...lenses.map(
      (lens): Command => ({
        group: 'View',
        label: `Look through “${lensName(lens)}”`,
        keywords: 'lens show first',
        perform: () => view.setState({ first: lens.id }),
      }),
    ),
  ];
}
