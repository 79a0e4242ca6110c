import type { LensWords, Turn } from '../../app/panels.ts';
import type { PlacedText } from '../../app/results.ts';
import type { TsvRows } from '../../widgets/tsv.ts';
import { known, shortName, withNotes } from '../panel/rows.ts';
import { withoutNote } from '../panel/without.ts';
import { closestClusters } from './cluster-pairs.ts';
import type { ClusterSimilarity, SimilarityResult } from './result.ts';

/** A row a pair, each pair of A × A once; with two lenses, both cosines and their difference. */
export async function similarityRows(
  result: SimilarityResult,
  nameOf: LensWords['nameOf'],
  turn: Turn,
): Promise<TsvRows> {
  const { rows, columns, self, sides, without } = result;
  const [first, second] = sides;
  const notes: string[] = [];
  const noteOf = (items: readonly PlacedText[]) =>
    items.map((item) => (without.length > 0 ? withoutNote(without, item, nameOf) : ''));
  const [rowNotes, columnNotes] = [noteOf(rows), noteOf(columns)];
  const head = ['Row', 'Column', 'Row text', 'Column text', nameOf(first.lens)];
  const names = second === undefined ? head : [...head, nameOf(second.lens), 'Difference'];
  const table: (readonly (string | number)[])[] = [names];
  for (const [r, row] of rows.entries()) {
    await turn(r / rows.length);
    for (const [c, column] of columns.entries()) {
      if (self && c <= r) continue;
      const at = r * columns.length + c;
      notes.push(`${rowNotes[r]} ${columnNotes[c]}`.trim());
      const pair = [shortName(row), shortName(column), row.text, column.text];
      const was = first.values[at]!;
      if (second === undefined) table.push([...pair, known(was)]);
      else {
        const is = second.values[at]!;
        table.push([...pair, known(was), known(is), known(is - was)]);
      }
    }
  }
  return withNotes(table, without, (i) => notes[i] ?? '');
}

/** A row a pair of clusters, the closest first: their terms, their numbers of texts, and the mean cosine under each lens. */
export function clusterRows(result: ClusterSimilarity, nameOf: LensWords['nameOf']): TsvRows {
  const [first, second] = result.sides;
  const head = ['Row', 'Column', 'Row terms', 'Column terms', 'Row texts', 'Column texts'];
  const means = second === undefined ? [] : [nameOf(second.lens), 'Difference'];
  const table: (readonly (string | number)[])[] = [[...head, nameOf(first.lens), ...means]];
  for (const { row, column, before, after } of closestClusters(
    result,
    false,
    Number.POSITIVE_INFINITY,
  )) {
    const [own, other] = [result.rows[row]!, result.columns[column]!];
    const pair = [own.name, other.name, own.text, other.text, own.texts.length, other.texts.length];
    table.push([...pair, before, ...(second === undefined ? [] : [after, after - before])]);
  }
  return table;
}
