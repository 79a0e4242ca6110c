import type { LensWords } from '../../app/panels.ts';
import type { TsvRows } from '../../widgets/tsv.ts';
import { shortName } from '../panel/rows.ts';
import { withoutLines } from '../panel/without.ts';
import type { EffectResult } from './result.ts';

/** The figures, then every text, ordered by how much it moved. */
export function effectRows(result: EffectResult, nameOf: LensWords['nameOf']): TsvRows {
  const { comparison, clusters, items, lenses, without } = result;
  return [
    ['Measure', `${nameOf(lenses[0])} against ${nameOf(lenses[1])}`],
    ['Spearman’s ρ of the cosines', comparison.spearman],
    ['Linear CKA', comparison.cka],
    ['ARI of the clusters', clusters.ari],
    ['NMI of the clusters', clusters.nmi],
    [`Part of the ${comparison.neighbours} nearest that stays`, comparison.overlap],
    ['Jaccard of the nearest', comparison.jaccard],
    ...withoutLines(without, nameOf).map((line) => ['Left out', line]),
    ['Text', 'Part of its nearest that is new', 'Mean change of its cosines'],
    ...Array.from(comparison.moved, (index) => [
      `${shortName(items[index]!)} ${items[index]!.text}`,
      comparison.movement[index]!,
      comparison.shift[index]!,
    ]),
  ];
}
