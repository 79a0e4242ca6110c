import type { LensWords } from '../../app/panels.ts';
import type { WithoutVector } from '../../app/results.ts';
import type { TsvRows } from '../../widgets/tsv.ts';
import { shortName, withNotes } from '../panel/rows.ts';
import { withoutNote } from '../panel/without.ts';
import type { TokensResult } from './result.ts';

/** One row per token, under each lens. */
export function tokenRows({ item, sides }: TokensResult, nameOf: LensWords['nameOf']): TsvRows {
  const without = sides.flatMap((side): WithoutVector[] =>
    side === undefined || side.input.unread === null || side.input.pooled > 0
      ? []
      : [{ item, lens: side.lens, why: side.input.unread }],
  );
  const notes: string[] = [];
  const rows = sides.flatMap((side) =>
    side === undefined
      ? []
      : side.input.tokens.map(({ piece, role, special }, at) => {
          const own = without.filter(({ lens }) => lens === side.lens);
          notes.push(withoutNote(own, item, nameOf));
          return [shortName(item), nameOf(side.lens), at + 1, piece, role, special ? 'yes' : ''];
        }),
  );
  const head = ['Text', 'Lens', 'Place', 'Token', 'Role', 'Special'];
  return withNotes([head, ...rows], without, (i) => notes[i] ?? '');
}
