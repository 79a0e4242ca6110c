import type { LensWords } from '../../app/panels.ts';
import type { PlacedText } from '../../app/results.ts';
import type { TsvRows } from '../../widgets/tsv.ts';
import { known, shortName, withNotes } from '../panel/rows.ts';
import { withoutNote } from '../panel/without.ts';
import type { SimilarityResult } from './result.ts';

/** A row a pair, each pair of A × A once; with two lenses, both cosines and their difference. */
export function similarityRows(result: SimilarityResult, nameOf: LensWords['nameOf']): TsvRows {
  const { rows, columns, self, sides, without } = result;
  const [first, second] = sides;
  const notes: string[] = [];
  const note = (item: PlacedText) => withoutNote(without, item, nameOf);
  const head = ['Row', 'Column', 'Row text', 'Column text', nameOf(first.lens)];
  const pairs = rows.flatMap((row, r) =>
    columns.flatMap((column, c) => {
      if (self && c <= r) return [];
      const at = r * columns.length + c;
      if (without.length > 0) notes.push(`${note(row)} ${note(column)}`.trim());
      const start = [
        shortName(row),
        shortName(column),
        row.text,
        column.text,
        known(first.values[at]!),
      ];
      if (second === undefined) return [start];
      const change = second.values[at]! - first.values[at]!;
      return [[...start, known(second.values[at]!), known(change)]];
    }),
  );
  const names = second === undefined ? head : [...head, nameOf(second.lens), 'Difference'];
  return withNotes([names, ...pairs], without, (i) => notes[i] ?? '');
}
