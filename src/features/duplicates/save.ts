import type { PanelSave } from '../../app/panels.ts';
import { view } from '../../app/view.ts';
import type { TsvRows } from '../../widgets/tsv.ts';
import { shortName } from '../panel/rows.ts';
import { listDuplicates } from './listed.ts';
import type { DuplicatesResult } from './result.ts';

const TURN_ROWS = 2_000;

/** A row a pair under each lens, as they are listed; texts of the same words have the cosine 1. */
export const duplicatesSave: PanelSave<DuplicatesResult> = {
  async table({ items, same, sides }, { nameOf }, turn) {
    const rows: TsvRows[number][] = [
      ['Lens', 'Name', 'Other name', 'Text', 'Other text', 'Cosine', 'Same words'],
    ];
    for (const side of sides) {
      if (side === undefined) continue;
      const { count, at } = listDuplicates(same, side.pairs, view.getState().leastCosine);
      for (let index = 0; index < count; index++) {
        if (index % TURN_ROWS === 0) await turn(index / count);
        const { a, b, cosine, isSame } = at(index);
        const [one, other] = [items[a]!, items[b]!];
        rows.push([
          nameOf(side.lens),
          shortName(one),
          shortName(other),
          one.text,
          other.text,
          cosine,
          isSame ? 'yes' : '',
        ]);
      }
    }
    return rows;
  },
};
