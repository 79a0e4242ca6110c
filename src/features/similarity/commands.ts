import type { Command } from '../../app/commands/commands.ts';
import { view } from '../../app/view.ts';
import { MATRIX_COLOURS } from '../../workspace/saved-view.ts';

const COLOUR_NAMES = {
  value: 'cosine',
  unit: 'cosine from 0 to 1',
  rank: 'rank',
  deviation: 'deviation from the means of row and column',
};

/** What the colours of the matrix stand for. */
export const similarityCommands: readonly Command[] = MATRIX_COLOURS.map((colour) => ({
  group: 'Panels',
  label: `Colour the matrix by ${COLOUR_NAMES[colour]}`,
  perform: () => view.setState({ colour }),
}));
