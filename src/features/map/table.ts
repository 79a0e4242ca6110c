import type { LensWords } from '../../app/panels.ts';
import type { TsvRows } from '../../widgets/tsv.ts';
import { shortName, withNotes } from '../panel/rows.ts';
import { withoutNote } from '../panel/without.ts';
import type { MapResult } from './result.ts';

/** A row a text: its label, and its cluster and place under each lens; last those that are on no map. */
export function mapRows(
  { items, sides, without }: MapResult,
  nameOf: LensWords['nameOf'],
): TsvRows {
  const shown = sides.filter((side) => side !== undefined);
  const head = shown.flatMap(({ lens }) => [
    `Cluster, ${nameOf(lens)}`,
    `x, ${nameOf(lens)}`,
    `y, ${nameOf(lens)}`,
  ]);
  const absent = without
    .map(({ item }) => item)
    .filter((item, i, all) => all.findIndex(({ id: other }) => other === item.id) === i);
  const rows: TsvRows = [
    ['Name', 'Text', 'Label', ...head],
    ...items.map((item, i) => [
      shortName(item),
      item.text,
      item.label ?? '',
      ...shown.flatMap(({ clusters, coordinates }) => [
        (clusters.assignments[i] ?? 0) + 1,
        coordinates[2 * i]!,
        coordinates[2 * i + 1]!,
      ]),
    ]),
    ...absent.map((item) => [shortName(item), item.text, item.label ?? '', ...head.map(() => '–')]),
  ];
  return withNotes(rows, without, (i) => {
    const item = absent[i - items.length];
    return item === undefined ? '' : withoutNote(without, item, nameOf);
  });
}
