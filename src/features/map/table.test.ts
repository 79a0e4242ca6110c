import { expect, test } from 'vitest';
import type { PlacedText } from '../../app/results.ts';
import type { MapResult } from './result.ts';
import { mapRows } from './table.ts';

const item = (number: number): PlacedText => ({
  ...{ id: `t${number}`, text: `text ${number}`, place: 'A', number },
});
const result = (count: number): MapResult =>
  ({
    items: Array.from({ length: count }, (_, i) => item(i + 1)),
    without: [
      { item: item(count + 1), lens: 'a', why: 'cut' },
      { item: item(count + 1), lens: 'b', why: 'empty' },
    ],
    projection: 'umap',
    sides: [
      {
        lens: 'a',
        clusters: {
          algorithm: 'k-means',
          k: 1,
          assignments: new Int32Array(count),
          inertia: 0,
          silhouette: 0,
        },
        coordinates: new Float32Array(2 * count),
        terms: [[{ term: 'card', score: 1 }]],
        gold: null,
      },
    ],
    moves: null,
  }) as unknown as MapResult;

test('a row a text, with the number and the terms of its cluster; last what is on no map, and why', async () => {
  const rows = await mapRows(
    result(2),
    () => 'Topic',
    async () => undefined,
  );
  expect(rows).toHaveLength(1 + 2 + 1);
  expect(rows[0]).toEqual([
    ...[
      'Name',
      'Text',
      'Label',
      'Cluster, Topic',
      'Cluster’s terms, Topic',
      'x, Topic',
      'y, Topic',
    ],
    'Note',
  ]);
  expect(rows[1]).toEqual(['A1', 'text 1', '', 1, 'card', 0, 0, '']);
  expect(rows[3]!.slice(0, 7)).toEqual(['A3', 'text 3', '', '–', '–', '–', '–']);
  expect(rows[3]!.at(-1)).toMatch(/cut.*no token/s);
});

test('a long table is made in turns, and stops where the work was cancelled', async () => {
  let turns = 0;
  const stop = async () => {
    turns += 1;
    if (turns === 3) throw new DOMException('', 'AbortError');
  };
  await expect(mapRows(result(100_000), () => 'Topic', stop)).rejects.toThrow();
  expect(turns).toBe(3);
});
