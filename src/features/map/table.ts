import type { LensWords, Turn } from '../../app/panels.ts';
import type { PlacedText, WithoutVector } from '../../app/results.ts';
import type { TsvRows } from '../../widgets/tsv.ts';
import { shortName, withNotes } from '../panel/rows.ts';
import { withoutNote } from '../panel/without.ts';
import { clusterNames } from './cluster-name.ts';
import type { ShownValue } from './colouring.ts';
import type { MapResult } from './result.ts';

/** Rows between two turns: a few milliseconds of work. */
const ROWS_PER_TURN = 2000;

/**
 * Makes a row a text: its label, what colours the map besides, and its cluster and place under each lens; last the texts
 * on no map.
 */
export async function mapRows(
  { items, sides, without }: MapResult,
  nameOf: LensWords['nameOf'],
  turn: Turn,
  values: readonly ShownValue[] = [],
): Promise<TsvRows> {
  const shown = sides.flatMap((side) =>
    side === undefined ? [] : [{ ...side, names: clusterNames(side) }],
  );
  const head = shown.flatMap(({ lens }) => [
    `Cluster, ${nameOf(lens)}`,
    `Cluster’s terms, ${nameOf(lens)}`,
    `x, ${nameOf(lens)}`,
    `y, ${nameOf(lens)}`,
  ]);
  const valued = values.map(({ name, side }) =>
    side === null ? name : `${name}, ${nameOf(sides[side]!.lens)}`,
  );
  const rows: (string | number)[][] = [['Name', 'Text', 'Label', ...valued, ...head]];
  for (const [i, item] of items.entries()) {
    if (i % ROWS_PER_TURN === 0) await turn(i / items.length);
    const row: (string | number)[] = [shortName(item), item.text, item.label ?? ''];
    for (const { of } of values) row.push(of(i));
    for (const { clusters, coordinates, names } of shown) {
      const cluster = clusters.assignments[i] ?? 0;
      row.push(cluster + 1, names[cluster] ?? '', coordinates[2 * i]!, coordinates[2 * i + 1]!);
    }
    rows.push(row);
  }
  const absent = byItem(without);
  for (const [{ item }] of absent) {
    rows.push([
      shortName(item),
      item.text,
      item.label ?? '',
      ...[...valued, ...head].map(() => '–'),
    ]);
  }
  return withNotes(rows, without, (i) => {
    const own = absent[i - items.length];
    return own === undefined ? '' : withoutNote(own, own[0].item, nameOf);
  });
}

/** Groups by text the reasons that it has no vector, under one lens or more, in the order met. */
function byItem(
  without: readonly WithoutVector[],
): (readonly [WithoutVector, ...WithoutVector[]])[] {
  const own = new Map<PlacedText['id'], [WithoutVector, ...WithoutVector[]]>();
  for (const each of without) {
    const known = own.get(each.item.id);
    if (known === undefined) own.set(each.item.id, [each]);
    else known.push(each);
  }
  return [...own.values()];
}
