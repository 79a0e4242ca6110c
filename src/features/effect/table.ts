import type { LensWords } from '../../app/panels.ts';
import type { TsvRows } from '../../widgets/tsv.ts';
import { shortName } from '../panel/rows.ts';
import { withoutNote } from '../panel/without.ts';
import type { EffectResult } from './result.ts';

/**
 * A tidy table with one row per figure: first the figures of all texts together, which have no name and text, then those
 * of each text, ordered by how much it moved. Every row has all columns: `pandas.read_csv(file, sep='\t')` reads it.
 */
export function effectRows(result: EffectResult, nameOf: LensWords['nameOf']): TsvRows {
  const { comparison, clusters, items, lenses, without } = result;
  const [from, to] = [nameOf(lenses[0]), nameOf(lenses[1])];
  const { neighbours, moved, movement, shift } = comparison;
  const ofAll = (measure: string, value: number) => [from, to, '', '', measure, value];
  const left = without
    .map(({ item }) => item)
    .filter((item, i, all) => all.findIndex(({ id }) => id === item.id) === i);
  return [
    ['From', 'To', 'Name', 'Text', 'Measure', 'Value'],
    ofAll('Spearman’s ρ of the cosines', comparison.spearman),
    ofAll('Linear CKA', comparison.cka),
    ofAll('ARI of the clusters', clusters.ari),
    ofAll('NMI of the clusters', clusters.nmi),
    ofAll(`Part of the ${neighbours} nearest that stays`, comparison.overlap),
    ofAll(`Jaccard of the ${neighbours} nearest`, comparison.jaccard),
    ...Array.from(moved, (index) => {
      const item = items[index]!;
      const ofText = [from, to, shortName(item), item.text];
      return [
        [...ofText, `Part of its ${neighbours} nearest that is new`, movement[index]!],
        [...ofText, 'Mean change of its cosines, without sign', shift[index]!],
      ];
    }).flat(),
    ...left.map((item) => [
      from,
      to,
      shortName(item),
      item.text,
      `Left out: ${withoutNote(without, item, nameOf)}`,
      '',
    ]),
  ];
}
