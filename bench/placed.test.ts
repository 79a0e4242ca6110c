import { expect, test } from 'vitest';
import { project } from '../src/analysis/project/project.ts';
import { finish } from '../src/analysis/steps.ts';
import { toRows } from '../src/analysis/validate.ts';
import { topicRows } from '../testing/rows.ts';
import { trustworthiness } from './trustworthiness.ts';

/** Loss of trustworthiness that placing a tenth of the texts may cost against laying all out. */
const LOSS = 0.01;

test('a map on which a tenth of the texts was placed is nearly as trustworthy as one laid out anew', () => {
  const [count, old, dim] = [660, 600, 64];
  const embeddings = topicRows({ seed: 9, count, dim, topics: 12, spread: 1.2 });
  const rows = toRows('rows', embeddings);
  const known = { ...embeddings, count: old, vectors: embeddings.vectors.slice(0, old * dim) };
  const earlier = new Float32Array(2 * count).fill(Number.NaN);
  earlier.set(finish(project(known, { method: 'umap' })));
  const placed = finish(project(embeddings, { method: 'umap', earlier }));
  const anew = finish(project(embeddings, { method: 'umap' }));
  // Each added text at the place of a text of another topic.
  const astray = placed.slice();
  for (let i = old; i < count; i++)
    astray.set(placed.subarray(2 * (i - old + 5), 2 * (i - old + 6)), 2 * i);
  const [ofPlaced, ofAnew, ofAstray] = [placed, anew, astray].map((map) =>
    trustworthiness(rows, map, count),
  );
  expect(ofPlaced).toBeGreaterThan(ofAnew! - LOSS);
  expect(ofAstray).toBeLessThan(ofAnew! - 3 * LOSS);
});
