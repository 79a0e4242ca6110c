import { describe, expect, it } from 'vitest';
import { rowsOf, topicRows } from '../../../testing/rows.ts';
import { seededRandom } from '../../lib/random.ts';
import { topEigenpairs } from '../linear/eigen.ts';
import { finish } from '../steps.ts';
import type { EmbeddingMatrix } from '../types.ts';
import { project } from './project.ts';
import { Quadtree } from './quadtree.ts';

const pca = (rows: EmbeddingMatrix) => finish(project(rows, { method: 'pca' }));
const umap = (rows: EmbeddingMatrix, seed = 1) => finish(project(rows, { method: 'umap', seed }));
const tsne = (rows: EmbeddingMatrix, seed = 1) => finish(project(rows, { method: 'tsne', seed }));

describe('PCA', () => {
  it('gives zeros where there is no variance', () => {
    expect([...pca({ vectors: new Float32Array(0), count: 0, dim: 0 })]).toEqual([]);
    expect([...pca(rowsOf([1, 0, 0]))]).toEqual([0, 0]);
    expect([...pca(rowsOf([0.6, 0.8], [0.6, 0.8], [0.6, 0.8]))]).toEqual([0, 0, 0, 0, 0, 0]);
    const two = pca(rowsOf([1, 0, 0], [0, 1, 0]));
    expect(two[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect([two[1], two[3]]).toEqual([0, 0]);
    expect(pca(rowsOf([1], [-1])).length).toBe(4);
  });

  it('is the same every time', () => {
    const rows = topicRows({ seed: 3, count: 250, dim: 200, topics: 4, spread: 2 });
    expect(pca(rows)).toEqual(pca(rows));
  });
});

describe('topEigenpairs', () => {
  it('finds a repeated largest eigenvalue in a matrix too large for one decomposition', () => {
    const size = 300;
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) matrix[i * size + i] = i < 2 ? 9 : 8 / (1 + i);
    const { values, vectors } = finish(topEigenpairs(matrix, size, 2));
    expect(values[0]).toBeCloseTo(9, 9);
    expect(values[1]).toBeCloseTo(9, 9);
    for (let pair = 0; pair < 2; pair++) {
      const inPlane = vectors[pair * size]! ** 2 + vectors[pair * size + 1]! ** 2;
      expect(inPlane).toBeCloseTo(1, 9);
    }
  });
});

describe.each([
  ['UMAP', umap],
  ['t-SNE', tsne],
])('%s', (_, layout) => {
  it('is the PCA of fewer than five texts', () => {
    const rows = topicRows({ seed: 1, count: 4, dim: 10, topics: 2, spread: 1 });
    expect(layout(rows)).toEqual(pca(rows));
  });

  it.each([5, 6, 20, 60])('keeps two topics apart: %i texts', (count) => {
    const rows = topicRows({ seed: 2, count, dim: 64, topics: 2, spread: 0.8 });
    const points = layout(rows);
    expect(points.every(Number.isFinite)).toBe(true);
    expect(sameTopicNeighbours(points, 2)).toBeGreaterThanOrEqual(count < 10 ? 0.6 : 0.95);
  });

  it('is the same for the same seed only', () => {
    const rows = topicRows({ seed: 2, count: 30, dim: 64, topics: 2, spread: 0.8 });
    expect(layout(rows, 7)).toEqual(layout(rows, 7));
    expect(layout(rows, 7)).not.toEqual(layout(rows, 8));
  });

  it('places texts that coincide', () => {
    const same = layout(rowsOf(...Array.from({ length: 8 }, () => [0.6, 0.8])));
    expect(same.length).toBe(16);
    expect(same.every(Number.isFinite)).toBe(true);
  });
});

describe('Quadtree', () => {
  it('is exact with θ = 0, and near it with θ = 0.5, coincident points included', () => {
    const random = seededRandom(2);
    const points = Float64Array.from({ length: 400 }, () => 20 * random() ** 3);
    points.copyWithin(0, 20, 40);
    const tree = new Quadtree(2);
    tree.build(points);
    for (let at = 0; at < 400; at += 2) {
      const [x, y] = [points[at]!, points[at + 1]!];
      let [sum, forceX, forceY, size] = [0, 0, 0, 0];
      for (let j = 0; j < 400; j += 2) {
        const [dx, dy] = [x - points[j]!, y - points[j + 1]!];
        const w = 1 / (1 + dx * dx + dy * dy);
        sum += w;
        forceX += w * w * dx;
        forceY += w * w * dy;
        size += w * w * Math.hypot(dx, dy);
      }
      const exact = new Float64Array(2);
      expect(tree.repulsion(x, y, 0, exact, 0)).toBeCloseTo(sum, 9);
      expect(exact[0]).toBeCloseTo(forceX, 9);
      expect(exact[1]).toBeCloseTo(forceY, 9);
      const near = new Float64Array(2);
      expect(Math.abs(tree.repulsion(x, y, 0.5, near, 0) / sum - 1)).toBeLessThan(0.02);
      expect(Math.hypot(near[0]! - forceX, near[1]! - forceY)).toBeLessThan(0.05 * size);
    }
  });
});

/** Share of points whose nearest neighbour in the plane has their topic (i mod `topics`). */
function sameTopicNeighbours(points: Float32Array, topics: number): number {
  const count = points.length / 2;
  let same = 0;
  for (let i = 0; i < count; i++) {
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let j = 0; j < count; j++) {
      const d = Math.hypot(
        points[2 * i]! - points[2 * j]!,
        points[2 * i + 1]! - points[2 * j + 1]!,
      );
      if (j !== i && d < least) {
        least = d;
        nearest = j;
      }
    }
    if (nearest % topics === i % topics) same++;
  }
  return same / count;
}
