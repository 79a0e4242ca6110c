import { describe, expect, it } from 'vitest';
import { rowsOf, topicRows } from '../../../testing/rows.ts';
import { finish } from '../steps.ts';
import { AnalysisError } from '../types.ts';
import { toRows } from '../validate.ts';
import { cluster } from './kmeans.ts';
import { suggestK } from './suggest-k.ts';

const run = (...args: Parameters<typeof cluster>) => finish(cluster(...args));

describe('cluster', () => {
  const rows = topicRows({ seed: 5, count: 90, dim: 12, topics: 3, spread: 0.4 });

  it('finds the topics, and numbers them by size', () => {
    const uneven = { ...rows, count: 80, vectors: rows.vectors.slice(0, 80 * 12) };
    // Topics 0 and 1 have 27 rows, topic 2 has 26.
    const { assignments, silhouette } = run(uneven, { k: 3 });
    expect([...assignments]).toEqual(Array.from({ length: 80 }, (_, i) => i % 3));
    expect(silhouette).toBeGreaterThan(0.5);
    const sizes = [...run(rows, { k: 2 }).assignments].filter((label) => label === 0).length;
    expect(sizes).toBe(60);
  });

  it('is the same for the same seed, and differs where seeds may differ', () => {
    const noise = topicRows({ seed: 8, count: 120, dim: 20, topics: 1, spread: 4 });
    const once = run(noise, { k: 7, seed: 4, restarts: 1 });
    expect(run(noise, { k: 7, seed: 4, restarts: 1 })).toEqual(once);
    const others = [1, 2, 3].map((seed) => run(noise, { k: 7, seed, restarts: 1 }).inertia);
    expect(new Set([...others, once.inertia]).size).toBeGreaterThan(1);
  });

  it('restarts only ever help', () => {
    const noise = topicRows({ seed: 8, count: 120, dim: 20, topics: 1, spread: 4 });
    const inertias = [1, 5, 20].map((restarts) => run(noise, { k: 7, restarts }).inertia);
    expect(inertias[1]).toBeLessThanOrEqual(inertias[0]!);
    expect(inertias[2]).toBeLessThanOrEqual(inertias[1]!);
    expect(inertias[2]).toBeLessThan(inertias[0]!);
  });

  it('is a fixed point: every row is in the cluster of its nearest mean', () => {
    const noise = topicRows({ seed: 9, count: 200, dim: 10, topics: 1, spread: 4 });
    const { values } = toRows('noise', noise);
    const { assignments, inertia } = run(noise, { k: 6 });
    const means = Array.from({ length: 6 }, (_, cluster) => {
      const members = [...assignments].flatMap((label, i) => (label === cluster ? [i] : []));
      return Array.from(
        { length: 10 },
        (_, c) => members.reduce((sum, i) => sum + values[i * 10 + c]!, 0) / members.length,
      );
    });
    let total = 0;
    for (const [i, label] of assignments.entries()) {
      const squared = means.map((mean) =>
        mean.reduce((sum, m, c) => sum + (values[i * 10 + c]! - m) ** 2, 0),
      );
      expect(squared.indexOf(Math.min(...squared))).toBe(label);
      total += squared[label]!;
    }
    expect(inertia).toBeCloseTo(total, 9);
  });

  it('takes no texts, one cluster, and as many clusters as texts or more', () => {
    expect(run({ vectors: new Float32Array(0), count: 0, dim: 0 }, { k: 3 })).toEqual({
      algorithm: 'k-means',
      k: 0,
      assignments: new Int32Array(0),
      inertia: 0,
      silhouette: Number.NaN,
    });
    const one = run(rows, { k: 1 });
    expect(one.k).toBe(1);
    expect(one.silhouette).toBeNaN();
    for (const k of [90, 500]) {
      const each = run(rows, { k });
      expect(each.k).toBe(90);
      expect(new Set(each.assignments).size).toBe(90);
      expect(each.inertia).toBeCloseTo(0, 12);
      expect(each.silhouette).toBeNaN();
    }
  });

  it('finds only as many clusters as there are distinct texts', () => {
    const same = run(rowsOf([0.6, 0.8], [0.6, 0.8], [0.6, 0.8]), { k: 2 });
    expect(same).toEqual({
      algorithm: 'k-means',
      k: 1,
      assignments: new Int32Array(3),
      inertia: 0,
      silhouette: Number.NaN,
    });
    const two = run(rowsOf([1, 0], [0, 1], [0, 1], [1, 0], [0, 1]), { k: 4 });
    expect(two.k).toBe(2);
    expect([...two.assignments]).toEqual([1, 0, 0, 1, 0]);
    expect(two.silhouette).toBe(1);
  });

  it('goes by mini-batches beyond 5,000 texts: the same for the same seed, near the same inertia', () => {
    const shape = { seed: 5, dim: 16, topics: 4, spread: 0.4 };
    const { algorithm, ...exact } = run(topicRows({ ...shape, count: 5000 }), { k: 4 });
    expect(algorithm).toBe('k-means');
    const many = topicRows({ ...shape, count: 5001 });
    const batched = run(many, { k: 4 });
    expect(batched.algorithm).toBe('mini-batch k-means');
    expect(batched.inertia / 5001).toBeCloseTo(exact.inertia / 5000, 3);
    expect(batched.silhouette).toBeCloseTo(exact.silhouette, 1);
    expect(run(many, { k: 4 })).toEqual(batched);
    // Labels by size, and so by chance among topics of 1,250: the partition counts.
    const found = new Set(Array.from(batched.assignments, (label, i) => `${label} ${i % 4}`));
    expect(found.size).toBe(4);
  });

  it('finds the few distinct texts among many by mini-batches', () => {
    const count = 6000;
    const vectors = new Float32Array(2 * count);
    for (let i = 0; i < count; i++) vectors[2 * i + (i === 17 ? 1 : 0)] = 1;
    const { algorithm, k, assignments, inertia } = run({ vectors, count, dim: 2 }, { k: 3 });
    expect({ algorithm, k, inertia }).toEqual({
      algorithm: 'mini-batch k-means',
      k: 2,
      inertia: 0,
    });
    expect(assignments.indexOf(1)).toBe(17);
  });

  it('refuses bad arguments by name', () => {
    expect(() => run(rows, { k: 0 })).toThrow(
      new AnalysisError('k is 0; it must be an integer of at least 1.'),
    );
    expect(() => run(rows, { k: 2, restarts: 0.5 })).toThrow(/restarts is 0.5/);
    expect(() => run({ ...rows, count: 89 }, { k: 2 })).toThrow(
      /1080 values, but count 89 × dim 12/,
    );
    expect(() => run(rowsOf([1, 0], [0, Number.NaN]), { k: 2 })).toThrow(
      /row 1 holds NaN in column 1/,
    );
  });
});

describe('suggestK', () => {
  const suggest = (...args: Parameters<typeof suggestK>) => finish(suggestK(...args));

  it.each([2, 3, 6])('finds %i clear topics', (topics) => {
    const rows = topicRows({ seed: 6, count: 90, dim: 12, topics, spread: 0.3 });
    const { k, scores } = suggest(rows);
    expect(k).toBe(topics);
    expect(scores.map((score) => score.k)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const own = finish(cluster(rows, { k }));
    expect(scores[k - 2]!.silhouette).toBe(own.silhouette);
  });

  it('tries no more clusters than there are other texts, or distinct ones', () => {
    expect(suggest(rowsOf([1, 0], [0, 1]))).toEqual({ k: 1, scores: [] });
    expect(suggest({ vectors: new Float32Array(0), count: 0, dim: 0 }).k).toBe(1);
    const three = suggest(rowsOf([1, 0], [0, 1], [0.6, 0.8]));
    expect(three.scores.map(({ k }) => k)).toEqual([2]);
    const twins = suggest(rowsOf([1, 0], [0, 1], [0, 1], [1, 0], [0, 1]));
    expect(twins).toEqual({ k: 2, scores: [{ k: 2, silhouette: 1 }] });
  });

  it('reports a fraction that grows to 1 at most', () => {
    const rows = topicRows({ seed: 6, count: 400, dim: 64, topics: 3, spread: 1 });
    const fractions = [...suggestK(rows, { most: 6 })];
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBeLessThanOrEqual(1);
    expect(() => suggest(rows, { most: 1 })).toThrow(/most is 1/);
  });
});
