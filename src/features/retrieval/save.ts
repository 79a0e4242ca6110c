import type { PanelSave } from '../../app/panels.ts';
import { view } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { isolated } from '../../lib/isolate.ts';
import { withoutLines } from '../panel/without.ts';
import { rankingPicture } from './picture.ts';
import { rankedUnder } from './ranks.ts';
import { rankingRecords } from './records.ts';
import type { RetrievalResult } from './result.ts';
import { rankingRows } from './table.ts';

/** Most ranks in a picture. */
const PICTURED = 20;

export const retrievalSave: PanelSave<RetrievalResult> = {
  table: (result, { nameOf }, turn) => rankingRows(result, nameOf, turn),
  records: rankingRecords,
  picture(result, { nameOf, noteOf }, theme) {
    const chosen = view.getState().query;
    const query = Math.max(
      0,
      result.queries.findIndex(({ id }) => id === chosen),
    );
    const all = result.sides.filter((side) => side !== undefined);
    // No lens changes a ranking by words.
    const sides = result.by === 'words' ? all.slice(0, 1) : all;
    return {
      title: `“${isolated(excerpt(result.queries[query]?.text ?? ''))}”`,
      notes: [
        ...sides.map(({ lens }) => noteOf(lens, 'queryInstruction')),
        ...withoutLines(result.without, nameOf),
      ],
      ...rankingPicture(
        sides.map((side) => ({
          caption: sides.length > 1 ? nameOf(side.lens) : '',
          ranked: rankedUnder(result, side, query).slice(0, PICTURED),
        })),
        theme,
        result.by,
      ),
    };
  },
};
