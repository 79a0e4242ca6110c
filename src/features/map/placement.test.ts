import { expect, test } from 'vitest';
import { topicRows } from '../../../testing/rows.ts';
import { project } from '../../analysis/project/project.ts';
import { finish } from '../../analysis/steps.ts';
import type { Analysis, Projection } from '../../analysis/types.ts';
import type { Entries } from '../../app/embeddings/entries.ts';
import { earlierPlaces } from './earlier.ts';
import { createPlacement } from './placement.ts';
import { earlierWords } from './words.ts';

const DIM = 8;
const rows = topicRows({ seed: 5, count: 700, dim: DIM, topics: 4, spread: 1 });
const all: Entries = Array.from({ length: rows.count }, (_, row) => ({
  ...{ row, dim: DIM, tokens: 5, masked: 0, truncated: false },
  ...{ without: null, unread: null, refused: null },
}));
const context = { signal: new AbortController().signal, onProgress: () => undefined };

/** The real projection, over the rows that a set names; clusters are beside the point. */
function setUp() {
  const calls: ('laid out' | 'placed')[] = [];
  const analysis = {
    cluster: async ({ count }) => ({
      ...{ algorithm: 'k-means', k: 1, inertia: 0, silhouette: Number.NaN },
      assignments: new Int32Array(count),
    }),
    project: async (set, { method, seed, earlier }) => {
      calls.push(earlier === undefined ? 'laid out' : 'placed');
      const vectors = new Float32Array(set.count * DIM);
      for (const [at, row] of set.rows.entries()) {
        vectors.set(rows.vectors.subarray(row * DIM, (row + 1) * DIM), at * DIM);
      }
      const options = { method, seed: seed!, ...(earlier !== undefined && { earlier }) };
      return finish(project({ vectors, count: set.count, dim: DIM }, options));
    },
  } as Partial<Analysis> as Analysis;
  const placement = createPlacement(analysis);
  const map = (entries: Entries, { method = 'umap' as Projection, anew = false } = {}) =>
    placement.place({ entries, method }, 4, anew, context);
  return { calls, map, placement };
}

test('added texts are placed, and what is undone or removed moves nothing', async () => {
  const { calls, map, placement } = setUp();
  const before = await map(all.slice(0, 600));
  expect(before.onEarlier).toBeNull();
  expect(placement.hasPlaces(all.slice(0, 650), 'umap')).toBe(true);
  const more = await map(all.slice(0, 650));
  expect(more.onEarlier).toEqual({ added: 50, removed: 0 });
  expect(more.coordinates.subarray(0, 1200)).toEqual(before.coordinates);
  // More are placed on the map that was laid out, not on those placed before.
  const most = await map(all.slice(0, 660));
  expect(most.onEarlier).toEqual({ added: 60, removed: 0 });
  expect(most.coordinates.subarray(0, 1300)).toEqual(more.coordinates);
  // Undone: the map of before, computed once.
  const undone = await map(all.slice(0, 600));
  expect(undone).toMatchObject({ coordinates: before.coordinates, onEarlier: null });
  expect(calls).toEqual(['laid out', 'placed', 'placed']);
  const fewer = await map(all.slice(20, 600));
  expect(fewer.onEarlier).toEqual({ added: 0, removed: 20 });
  expect(fewer.coordinates).toEqual(before.coordinates.slice(40));
  expect(calls).toHaveLength(3);
});

test('too many added texts, another method and a wish lay the map out anew', async () => {
  const { calls, map, placement } = setUp();
  await map(all.slice(0, 600));
  expect(placement.hasPlaces(all, 'umap')).toBe(false);
  expect((await map(all)).onEarlier).toBeNull();
  expect((await map(all.slice(0, 610), { method: 'pca' })).onEarlier).toBeNull();
  expect((await map(all.slice(0, 620), { anew: true })).onEarlier).toBeNull();
  expect(calls).toEqual(['laid out', 'laid out', 'laid out', 'laid out']);
  // From now on the map of a wish is the one that others stand on.
  expect((await map(all.slice(0, 625))).onEarlier).toEqual({ added: 5, removed: 0 });
});

test('a text keeps its place wherever it stands in the list, also one that comes twice', () => {
  const before = all.slice(0, 500);
  const places = Float32Array.from({ length: 1000 }, (_, at) => at);
  const twice = [...before.slice(0, 3), before[10]!, ...before.slice(4)];
  const moved = [...twice.slice(400), all[600]!, ...twice.slice(0, 400)];
  const { coordinates, onEarlier } = earlierPlaces(twice, places, moved)!;
  expect(onEarlier).toEqual({ added: 1, removed: 0 });
  expect(coordinates.slice(0, 200)).toEqual(places.slice(800));
  expect([...coordinates.slice(200, 202)]).toEqual([Number.NaN, Number.NaN]);
  expect(coordinates.slice(202)).toEqual(places.slice(0, 800));
  // An edited text is one gone and one added.
  const edited = before.with(3, all[600]!);
  expect(earlierPlaces(before, places, edited)!.onEarlier).toEqual({ added: 1, removed: 1 });
  expect(earlierPlaces(before.slice(1), places.slice(2), before)).toBeNull();
});

test('the words say what was placed and what is gone', () => {
  const words = (items: number, onEarlier: { added: number; removed: number } | null) =>
    earlierWords({ items: Array(items), sides: [{ onEarlier }] } as never);
  expect(words(1050, null)).toBeNull();
  expect(words(1050, { added: 50, removed: 0 })).toBe(
    '50 texts placed on the earlier map of 1,000 texts, each among its nearest; no other moved.',
  );
  expect(words(1000, { added: 1, removed: 1 })).toBe(
    '1 text placed on the earlier map of 1,000 texts, of which 1 is gone, each among its nearest; no other moved.',
  );
  expect(words(998, { added: 0, removed: 2 })).toBe(
    'The places are those of the earlier map of 1,000 texts, of which 2 are gone.',
  );
});
