/**
 * Against scikit-learn, SciPy and BERTopic: training/reference/comparison_goldens.py wrote
 * comparison-goldens.json.
 */
import { describe, expect, it } from 'vitest';
import { klDivergence, repeatedRows, similarityMatrix, topicRows } from '../../../testing/rows.ts';
import { cluster } from '../cluster/kmeans.ts';
import { suggestK } from '../cluster/suggest-k.ts';
import { similarity } from '../linear/similarity.ts';
import { reduce } from '../project/pca.ts';
import { project } from '../project/project.ts';
import { similaritiesOf } from '../project/tsne.ts';
import { finish } from '../steps.ts';
import { distinctiveTerms } from '../text/terms.ts';
import { toRows } from '../validate.ts';
import { agree } from './agree.ts';
import { align } from './align.ts';
import { compare } from './compare.ts';
import goldens from './comparison-goldens.json' with { type: 'json' };
import { type MovedPair, movedPairs } from './moved-pairs.ts';

const EXACT = 1e-6;

/** The largest difference; NaN, which passes no comparison, if a value is missing. */
function worst(expected: readonly number[], actual: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  return Math.max(0, ...expected.map((value, i) => Math.abs(value - actual[i]!)));
}

describe.each(goldens.compared)('compare: $name', (golden) => {
  const { count, distinct, topics } = golden;
  const [from, to] = golden.sides.map((side) => repeatedRows({ ...side, topics, distinct, count }));
  const result = finish(compare(from!, to!));

  it.each(['spearman', 'cka', 'overlap', 'jaccard'] as const)('%s', (figure) => {
    expect(Math.abs(result[figure] - golden[figure])).toBeLessThan(EXACT);
  });

  it('the movement of each text, and the texts in its order', () => {
    expect(result.neighbours).toBe(golden.neighbours);
    expect(result.sampled).toBe(count);
    expect(worst(golden.movement, result.movement)).toBeLessThan(EXACT);
    expect(worst(golden.shift, result.shift)).toBeLessThan(EXACT);
    expect([...result.moved].sort((i, j) => i - j)).toEqual([...golden.movement.keys()]);
    const inOrder = [...result.moved].map((i) => golden.movement[i]!);
    for (const [rank, movement] of inOrder.entries()) {
      expect(movement).toBeLessThanOrEqual((inOrder[rank - 1] ?? 1) + EXACT);
    }
  });

  it('the pair that moved most', () => {
    const cosines = [from!, to!].map((side) => finish(similarity(side, side)));
    const shape = { rows: count, columns: count, self: true };
    const [{ before, after }] = movedPairs(cosines[0]!, cosines[1]!, shape, 1) as [MovedPair];
    expect(Math.abs(Math.abs(after - before) - golden.mostMoved)).toBeLessThan(EXACT);
  });
});

describe('agree', () => {
  it.each(goldens.agreements)('$name', ({ a, b, ...golden }) => {
    const agreement = finish(agree(Int32Array.from(a), Int32Array.from(b)));
    for (const figure of ['ari', 'nmi', 'homogeneity', 'completeness', 'vMeasure'] as const) {
      expect(Math.abs(agreement[figure] - golden[figure]), figure).toBeLessThan(EXACT);
    }
  });
});

describe('align', () => {
  it.each(goldens.alignments)('$name', ({ fixed, moving, ...golden }) => {
    const { coordinates } = finish(align(Float32Array.from(fixed), Float32Array.from(moving)));
    expect(worst(golden.coordinates, coordinates)).toBeLessThan(EXACT);
    const axis = [0, 1].map((c) => fixed.filter((_, at) => at % 2 === c));
    const mean = axis.map((values) => values.reduce((sum, v) => sum + v, 0) / values.length);
    const squares = (from: (at: number) => number) =>
      fixed.reduce((sum, value, at) => sum + (value - from(at)) ** 2, 0);
    const disparity = squares((at) => coordinates[at]!) / squares((at) => mean[at % 2]!);
    expect(Math.abs(disparity - golden.disparity)).toBeLessThan(EXACT);
  });
});

it('suggestK scores every k as the best k-means of scikit-learn does', () => {
  const golden = goldens.suggestion;
  const { k, scores } = finish(suggestK(topicRows(golden), { most: golden.most }));
  expect(scores.map((score) => score.k)).toEqual(golden.silhouettes.map((_, i) => i + 2));
  expect(k).toBe(golden.topics);
  // Where the topics are cut across, optima of the same inertia to three digits differ by more.
  for (const [i, { silhouette }] of scores.entries()) {
    expect(Math.abs(silhouette - golden.silhouettes[i]!)).toBeLessThan(
      i + 2 <= golden.topics ? EXACT : 0.05,
    );
  }
});

it('mini-batches come as near the best k-means as those of scikit-learn', () => {
  const golden = goldens.miniBatch;
  const { algorithm, inertia, k } = finish(cluster(topicRows(golden), { k: golden.k }));
  expect(algorithm).toBe('mini-batch k-means');
  expect(k).toBe(golden.k);
  expect(inertia).toBeGreaterThanOrEqual(golden.inertia * (1 - EXACT));
  expect(inertia).toBeLessThanOrEqual(golden.miniBatchInertia);
});

describe.each(goldens.tsne)('t-SNE of $count texts', (golden) => {
  const embeddings = topicRows(golden);
  const reduced = finish(reduce(toRows('embeddings', embeddings)));
  const p = similarityMatrix(finish(similaritiesOf(reduced, golden.perplexity, 1)), golden.count);

  // scikit-learn stops its search for a bandwidth at 1e-5 nats, in single precision.
  it('the similarities are the same', () => {
    const rows = golden.rowSums.map((_, i) => p.subarray(i * golden.count, (i + 1) * golden.count));
    expect(worst(golden.firstRow, rows[0]!)).toBeLessThan(EXACT);
    const sums = rows.map((row) => row.reduce((sum, value) => sum + value, 0));
    expect(worst(golden.rowSums, sums)).toBeLessThan(EXACT);
  });

  // Local optima of one set differ by some per cent, there as here.
  it('the layout diverges from them as little', () => {
    const layout = finish(project(embeddings, { method: 'tsne' }));
    const divergence = klDivergence(p, layout);
    expect(divergence).toBeLessThan(golden.divergence * 1.05);
    expect(divergence).toBeGreaterThan(golden.divergence * 0.9);
  });
});

it('the terms of each cluster have the weights of BERTopic', () => {
  const { texts, labels, weights } = goldens.terms;
  const found = finish(distinctiveTerms(texts, Int32Array.from(labels), 100));
  expect(found.length).toBe(weights.length);
  for (const [i, terms] of found.entries()) {
    const golden: Record<string, number | undefined> = weights[i]!;
    expect(terms.map(({ term }) => term).sort()).toEqual(Object.keys(golden).sort());
    for (const { term, weight } of terms) {
      expect(Math.abs(weight - golden[term]!), term).toBeLessThan(EXACT);
    }
  }
});
