/** Against scikit-learn: training/reference/analysis_goldens.py wrote goldens.json. */
import { describe, expect, it } from 'vitest';
import { topicRows } from '../../testing/rows.ts';
import { cluster } from './cluster/kmeans.ts';
import { SILHOUETTE_EXACT_LIMIT, silhouette } from './cluster/silhouette.ts';
import goldens from './goldens.json' with { type: 'json' };
import { project } from './project/project.ts';
import { finish } from './steps.ts';
import { toRows } from './validate.ts';

describe.each(goldens.sets)('$name', (golden) => {
  const embeddings = topicRows(golden);
  const { count, topics } = golden;
  const drawn = Int32Array.from({ length: count }, (_, i) => i % topics);

  it('k-means has no more inertia', () => {
    const { inertia, k } = finish(cluster(embeddings, { k: golden.k }));
    expect(k).toBe(golden.k);
    expect(inertia).toBeLessThanOrEqual(golden.inertia * (1 + 1e-6));
    // Below it by more than another local optimum would be: something was not added up.
    expect(inertia).toBeGreaterThan(golden.inertia * 0.97);
  });

  it('the silhouette is the same', () => {
    const rows = toRows('embeddings', embeddings);
    expect(Math.abs(finish(silhouette(rows, drawn, 1)) - golden.silhouette)).toBeLessThan(1e-5);
    const alone = drawn.slice();
    alone[0] = topics;
    expect(
      Math.abs(finish(silhouette(rows, alone, 1)) - golden.silhouetteWithSingleton),
    ).toBeLessThan(1e-5);
  });

  it('the principal components are the same, sign included', () => {
    const scores = finish(project(embeddings, { method: 'pca' }));
    const worst = Math.max(...golden.pca.map((value, i) => Math.abs(value - scores[i]!)));
    expect(scores.length).toBe(2 * count);
    expect(worst).toBeLessThan(1e-5);
  });
});

it('beyond the limit the silhouette is that of a sample, the same for the same seed', () => {
  const shape = { seed: 6, count: 2400, dim: 8, topics: 3, spread: 0.6 };
  const rows = toRows('embeddings', topicRows(shape));
  const drawn = Int32Array.from({ length: rows.count }, (_, i) => i % 3);
  const first = toRows('embeddings', topicRows({ ...shape, count: SILHOUETTE_EXACT_LIMIT }));
  const exact = finish(silhouette(first, drawn.slice(0, SILHOUETTE_EXACT_LIMIT), 1));
  const sampled = finish(silhouette(rows, drawn, 1));
  expect(finish(silhouette(rows, drawn, 1))).toBe(sampled);
  expect(finish(silhouette(rows, drawn, 2))).not.toBe(sampled);
  expect(Math.abs(sampled - exact)).toBeLessThan(0.01);
});
