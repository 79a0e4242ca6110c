import type { PanelSave } from '../../app/panels.ts';
import { view } from '../../app/view.ts';
import { withoutLines } from '../panel/without.ts';
import { cellsOf } from './cells.ts';
import { matrixPicture } from './picture.ts';
import type { MatrixResult } from './result.ts';
import { clusterRows, similarityRows } from './table.ts';
import { summariseSimilarity } from './words.ts';

export const similaritySave: PanelSave<MatrixResult> = {
  table: (result, { nameOf }, turn) =>
    result.kind === 'clusters' ? clusterRows(result, nameOf) : similarityRows(result, nameOf, turn),
  async picture(result, { nameOf, noteOf }, theme, turn) {
    const { colour, mode } = view.getState();
    const shown = result.sides.filter((side) => side !== undefined);
    const cells = cellsOf(result, colour, mode === 'difference');
    const caption = (side: number) => {
      if (shown.length < 2) return '';
      if (cells.length > 1) return nameOf(shown[side]!.lens);
      return `From ${nameOf(shown[0]!.lens)} to ${nameOf(shown[1]!.lens)}`;
    };
    const sides = cells.map((each, side) => ({ cells: each, caption: caption(side) }));
    return {
      title: `Similarity, ${summariseSimilarity(result)}`,
      notes: [...shown.map(({ lens }) => noteOf(lens)), ...withoutLines(result.without, nameOf)],
      ...(await matrixPicture(sides, theme, turn)),
    };
  },
};
