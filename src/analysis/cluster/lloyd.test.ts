import { describe, expect, it } from 'vitest';
import { topicRows } from '../../../testing/rows.ts';
import { type Float64Matrix, squaredDistance, squaredNorms } from '../linear/dot.ts';
import { pick } from '../linear/sample.ts';
import { finish } from '../steps.ts';
import { toRows } from '../validate.ts';
import { Lloyd } from './lloyd.ts';

/** Lloyd's algorithm without any shortcut. */
function plainLloyd({ values, count, dim }: Float64Matrix, start: readonly number[]): number[] {
  let means = start.map((row) => values.slice(row * dim, (row + 1) * dim));
  let assignments: number[] = [];
  for (;;) {
    const next = Array.from({ length: count }, (_, i) => {
      const squared = means.map((mean) => squaredDistance(values, i, mean, 0, dim));
      return squared.indexOf(Math.min(...squared));
    });
    if (next.every((label, i) => label === assignments[i])) return assignments;
    assignments = next;
    means = means.map((_, c) => {
      const mean = new Float64Array(dim);
      const members = assignments.flatMap((label, i) => (label === c ? [i] : []));
      for (const i of members) {
        for (let j = 0; j < dim; j++) mean[j]! += values[i * dim + j]! / members.length;
      }
      return mean;
    });
  }
}

/** Centroids at these rows. */
const at = (rows: Float64Matrix, indices: readonly number[]) =>
  pick(rows, Int32Array.from(indices)).values;

describe('Lloyd', () => {
  it.each([1, 2, 3, 4, 5, 6])('passes over no row that would move: seed %i', (seed) => {
    const shape = { seed, count: 400, dim: 6, topics: 3, spread: 1.5 };
    const rows = toRows('embeddings', topicRows(shape));
    // Neighbouring rows make a poor start, from which many iterations follow.
    const start = [0, 3, 6, 9, 12, 15, 18];
    const lloyd = new Lloyd(rows, squaredNorms(rows), at(rows, start));
    finish(lloyd.improve(0));
    expect([...lloyd.assignments]).toEqual(plainLloyd(rows, start));
  });

  it('refines only downwards', () => {
    const shape = { seed: 3, count: 300, dim: 16, topics: 5, spread: 1.2 };
    const rows = toRows('embeddings', topicRows(shape));
    const lloyd = new Lloyd(rows, squaredNorms(rows), at(rows, [0, 1, 2, 5, 6]));
    finish(lloyd.improve(0));
    const before = lloyd.inertia();
    finish(lloyd.refine());
    expect(lloyd.inertia()).toBeLessThan(before);
  });

  it('fills a cluster that starts empty', () => {
    const shape = { seed: 3, count: 50, dim: 4, topics: 2, spread: 1 };
    const rows = toRows('embeddings', topicRows(shape));
    // The same row three times: ties go to the first.
    const lloyd = new Lloyd(rows, squaredNorms(rows), at(rows, [0, 0, 0]));
    finish(lloyd.improve(0));
    expect(new Set(lloyd.assignments).size).toBe(3);
  });
});
