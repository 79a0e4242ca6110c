import { describe, expect, it } from 'vitest';
import { rowsOf, topicRows } from '../../../testing/rows.ts';
import { draw } from '../linear/sample.ts';
import { similarity } from '../linear/similarity.ts';
import { finish } from '../steps.ts';
import { AnalysisError, type EmbeddingMatrix } from '../types.ts';
import { COMPARE_EXACT_LIMIT, compare } from './compare.ts';
import { movedPairs } from './moved-pairs.ts';
import { averageRanks } from './rank.ts';

const run = (...args: Parameters<typeof compare>) => finish(compare(...args));

/** Turned by `angle` in the plane of each two columns. */
function turned({ vectors, count, dim }: EmbeddingMatrix, angle: number): EmbeddingMatrix {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const result = vectors.map((value, at) =>
    at % 2 === 0 ? cos * value - sin * vectors[at + 1]! : sin * vectors[at - 1]! + cos * value,
  );
  return { vectors: result, count, dim };
}

describe('compare', () => {
  const rows = topicRows({ seed: 3, count: 70, dim: 12, topics: 4, spread: 1 });
  const others = topicRows({ seed: 9, count: 70, dim: 20, topics: 4, spread: 1 });

  it('finds nothing between an embedding and itself, however it is turned', () => {
    const same = run(rows, rows);
    expect(same).toMatchObject({ spearman: 1, overlap: 1, jaccard: 1, neighbours: 10 });
    expect(same.cka).toBeCloseTo(1, 12);
    expect(same.movement).toEqual(new Float32Array(70));
    expect(same.shift).toEqual(new Float32Array(70));
    expect([...same.moved]).toEqual([...rows.vectors.keys()].slice(0, 70));
    const around = run(rows, turned(rows, 1));
    expect(around.spearman).toBeCloseTo(1, 6);
    expect(around.cka).toBeCloseTo(1, 6);
    expect(Math.max(...around.shift)).toBeLessThan(1e-6);
  });

  it('is the same from either side', () => {
    const there = run(rows, others);
    const back = run(others, rows);
    expect(back.spearman).toBeCloseTo(there.spearman, 12);
    expect(back.cka).toBeCloseTo(there.cka, 12);
    expect(back.overlap).toBeCloseTo(there.overlap, 12);
    expect(back.moved).toEqual(there.moved);
  });

  it('finds the one text that moved', () => {
    const vectors = rows.vectors.slice();
    // Text 8 to where text 1 is, of another topic.
    vectors.set(rows.vectors.subarray(12, 24), 8 * 12);
    const { moved, movement, shift } = run(rows, { ...rows, vectors });
    expect(moved[0]).toBe(8);
    expect(movement[8]).toBeGreaterThan(0.5);
    expect(shift.indexOf(Math.max(...shift))).toBe(8);
  });

  it('draws texts beyond the limit: theirs are the pairs, and every text is compared with them', () => {
    const shape = { count: COMPARE_EXACT_LIMIT + 400, dim: 6, topics: 5, spread: 1 };
    const from = topicRows({ ...shape, seed: 5 });
    const to = topicRows({ ...shape, seed: 6 });
    const all = run(from, to, { seed: 3 });
    expect(all.sampled).toBe(COMPARE_EXACT_LIMIT);
    expect(new Set(all.moved).size).toBe(shape.count);
    const drawn = draw(shape.count, COMPARE_EXACT_LIMIT, 3);
    const theirs = run(chosen(from, drawn), chosen(to, drawn));
    expect(all.spearman).toBe(theirs.spearman);
    expect(drawn.map((text) => 1000 * all.movement[text]!)).toEqual(
      Int32Array.from(theirs.movement, (movement) => 1000 * movement),
    );
    const outside = Array.from({ length: shape.count }, (_, i) => i).filter(
      (i) => !drawn.includes(i),
    );
    expect(outside.length).toBe(400);
    for (const text of outside.slice(0, 3)) {
      const [before, after] = [from, to].map((side) =>
        finish(similarity(chosen(side, [text]), chosen(side, drawn))),
      );
      const sum = before!.reduce((total, cosine, j) => total + Math.abs(after![j]! - cosine), 0);
      expect(all.shift[text]).toBeCloseTo(sum / COMPARE_EXACT_LIMIT, 6);
    }
  });

  it('yields on big inputs, with a fraction that grows to 1 at most', () => {
    const large = topicRows({ seed: 5, count: 600, dim: 128, topics: 5, spread: 1 });
    const fractions = [...compare(large, large)];
    expect(fractions.length).toBeGreaterThan(10);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBeLessThanOrEqual(1);
  });

  it('has no figures where there is nothing to compare', () => {
    const none = { vectors: new Float32Array(0), count: 0, dim: 0 };
    expect(run(none, none)).toMatchObject({
      spearman: Number.NaN,
      cka: Number.NaN,
      overlap: Number.NaN,
      jaccard: Number.NaN,
      neighbours: 0,
      sampled: 0,
    });
    const one = run(rowsOf([1, 0]), rowsOf([0, 1]));
    expect(one).toMatchObject({ spearman: Number.NaN, cka: Number.NaN, overlap: Number.NaN });
    expect([...one.moved]).toEqual([0]);
    expect([...one.shift]).toEqual([0]);
    const two = run(rowsOf([1, 0], [0, 1]), rowsOf([1, 0], [0.6, 0.8]));
    expect(two).toMatchObject({ spearman: Number.NaN, overlap: 1, neighbours: 1 });
    expect([...two.shift]).toEqual([0.6, 0.6].map(Math.fround));
    const third = 1 / Math.sqrt(3);
    const alike = rowsOf(...Array.from({ length: 4 }, () => [third, third, third]));
    expect(run(alike, alike)).toMatchObject({ spearman: Number.NaN, cka: Number.NaN, overlap: 1 });
  });

  it('refuses bad arguments by name', () => {
    expect(() => run(rows, rowsOf([1, 0]))).toThrow(
      new AnalysisError('from has 70 texts and to has 1: embed the same texts under both.'),
    );
    expect(() => run(rows, rows, { neighbours: 0 })).toThrow(/neighbours is 0/);
  });
});

/** The rows with these indices. */
function chosen({ vectors, dim }: EmbeddingMatrix, indices: ArrayLike<number>): EmbeddingMatrix {
  const rows = Array.from(indices, (i) => [...vectors.subarray(i * dim, (i + 1) * dim)]);
  return rowsOf(...rows);
}

describe('movedPairs', () => {
  it('are those that a full sort of the two matrices gives, each once', () => {
    const rows = topicRows({ seed: 3, count: 70, dim: 12, topics: 4, spread: 1 });
    const others = topicRows({ seed: 9, count: 70, dim: 20, topics: 4, spread: 1 });
    const before = finish(similarity(rows, rows));
    const after = finish(similarity(others, others));
    const sorted = [...before.keys()]
      .filter((cell) => cell % 70 > Math.floor(cell / 70))
      .sort((p, q) => Math.abs(after[q]! - before[q]!) - Math.abs(after[p]! - before[p]!) || p - q)
      .slice(0, 20)
      .map((cell) => ({
        row: Math.floor(cell / 70),
        column: cell % 70,
        before: before[cell],
        after: after[cell],
      }));
    const shape = { rows: 70, columns: 70, self: true };
    expect(movedPairs(before, after, shape, 20)).toEqual(sorted);
    expect(movedPairs(before, after, { ...shape, self: false }, 5000).length).toBe(4900);
    expect(movedPairs(before, after, shape, 0)).toEqual([]);
  });
});

describe('averageRanks', () => {
  it('equals ranks by counting, with signs, zeros of both signs and ties', () => {
    const values = Float32Array.from({ length: 300 }, (_, i) => ((i * 7919) % 41) / 8 - 2.5);
    values.set([0, -0, 1e-40, -1e-40, 3e38, -3e38]);
    const ranks = finish(averageRanks(values));
    for (const [i, value] of values.entries()) {
      const below = values.filter((other) => other < value).length;
      const equal = values.filter((other) => other === value).length;
      expect(ranks[i]).toBe(below + (equal + 1) / 2);
    }
  });
});
