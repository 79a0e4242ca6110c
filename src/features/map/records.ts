import type { Records } from '../../app/panels.ts';
import { SEED } from './placement.ts';
import type { MapResult } from './result.ts';

/** Makes a row a text under each lens: its cluster, from 1, and its place. Leaves out texts that are on no map. */
export function mapRecords({ items, projection, sides }: MapResult): Records {
  const shown = sides.filter((side) => side !== undefined);
  const [{ clusters }] = sides;
  return {
    columns: [
      { name: 'lens', kind: 'text', values: shown.flatMap(({ lens }) => items.map(() => lens)) },
      { name: 'id', kind: 'text', values: shown.flatMap(() => items.map(({ id }) => id)) },
      {
        name: 'cluster',
        kind: 'integer',
        values: shown.flatMap((side) => items.map((_, at) => side.clusters.assignments[at]! + 1)),
      },
      ...(['x', 'y'] as const).map((name, axis) => ({
        name,
        kind: 'number' as const,
        values: shown.flatMap((side) => items.map((_, at) => side.coordinates[2 * at + axis]!)),
      })),
    ],
    how: {
      clusters: { method: 'k-means', k: clusters.k, seed: SEED, numbered: 'from 1' },
      projection: {
        method: projection,
        seed: SEED,
        ...(sides[0].onEarlier !== null && { onEarlierMap: sides[0].onEarlier }),
        ...(shown.length > 1 && { aligned: 'the second lens onto the first, with its spread' }),
      },
    },
  };
}
