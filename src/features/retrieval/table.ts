import type { LensWords } from '../../app/panels.ts';
import type { PlacedText } from '../../app/results.ts';
import type { TsvRows } from '../../widgets/tsv.ts';
import { known, shortName, withNotes } from '../panel/rows.ts';
import { withoutNote } from '../panel/without.ts';
import { rankedUnder } from './ranks.ts';
import type { RetrievalResult } from './result.ts';

/** One row per rank, for every query under every shown lens. */
export function rankingRows(result: RetrievalResult, nameOf: LensWords['nameOf']): TsvRows {
  const { without } = result;
  const notes: string[] = [];
  const rows = result.queries.flatMap((query, at) =>
    result.sides.flatMap((side) =>
      side === undefined
        ? []
        : rankedUnder(result, side, at).map(({ document, rank, score }) => {
            const own = without.filter(({ lens }) => lens === side.lens);
            const note = (item: PlacedText) => withoutNote(own, item, nameOf);
            if (without.length > 0) notes.push(`${note(query)} ${note(document)}`.trim());
            return [
              shortName(query),
              query.text,
              nameOf(side.lens),
              Number.isNaN(score) ? '–' : rank,
              known(score),
              shortName(document),
              document.text,
            ];
          }),
    ),
  );
  const head = ['Query', 'Query text', 'Lens', 'Rank', 'Cosine', 'Document', 'Document text'];
  return withNotes([head, ...rows], without, (i) => notes[i] ?? '');
}
