import { describe, expect, it } from 'vitest';
import { retrieve } from '../../../testing/plain-ranking.ts';
import { rowsOf, topicRows } from '../../../testing/rows.ts';
import { finish } from '../steps.ts';
import { AnalysisError } from '../types.ts';
import { toRows } from '../validate.ts';
import { similarity } from './similarity.ts';
import { topK } from './top-k.ts';

describe('similarity', () => {
  it('is the dot product of every pair of unit rows, over block and tile borders', () => {
    const a = topicRows({ seed: 1, count: 7, dim: 19, topics: 2, spread: 2 });
    const b = topicRows({ seed: 2, count: 515, dim: 19, topics: 3, spread: 2 });
    const [left, right] = [toRows('a', a).values, toRows('b', b).values];
    const cosines = finish(similarity(a, b));
    expect(cosines.length).toBe(7 * 515);
    for (let i = 0; i < a.count; i++) {
      for (let j = 0; j < b.count; j++) {
        let dot = 0;
        for (let c = 0; c < 19; c++) dot += left[i * 19 + c]! * right[j * 19 + c]!;
        expect(cosines[i * 515 + j]).toBe(Math.fround(dot));
      }
    }
  });

  it('yields on big inputs, so that it can be stopped', () => {
    const a = topicRows({ seed: 1, count: 300, dim: 128, topics: 2, spread: 2 });
    expect([...similarity(a, a)].length).toBeGreaterThan(1);
  });

  it('takes empty sides and refuses rows of different widths', () => {
    const none = { vectors: new Float32Array(0), count: 0, dim: 0 };
    expect(finish(similarity(none, rowsOf([1, 0]))).length).toBe(0);
    expect(() => finish(similarity(rowsOf([1, 0]), rowsOf([1, 0, 0])))).toThrow(AnalysisError);
  });
});

describe('retrieve', () => {
  it('ranks best first, ties by lower index, and no more than there are', () => {
    const documents = rowsOf([0, 1], [1, 0], [0.6, 0.8], [1, 0], [-1, 0]);
    const top = finish(retrieve(rowsOf([1, 0], [0, 1]), documents, 3));
    expect(top.k).toBe(3);
    expect([...top.indices]).toEqual([1, 3, 2, 0, 2, 1]);
    expect([...top.scores]).toEqual([1, 1, 0.6, 1, 0.8, 0].map(Math.fround));
    expect([...finish(retrieve(rowsOf([1, 0]), documents, 99)).indices]).toEqual([1, 3, 2, 0, 4]);
  });

  it('takes an empty corpus and refuses k = 0', () => {
    const none = { vectors: new Float32Array(0), count: 0, dim: 0 };
    expect(finish(retrieve(rowsOf([1, 0]), none, 5)).k).toBe(0);
    expect(() => finish(retrieve(rowsOf([1, 0]), rowsOf([1, 0]), 0))).toThrow(/k is 0/);
  });
});

describe('topK', () => {
  it('equals a stable sort, for every k', () => {
    // Few distinct values, so that ties are common.
    const scores = Float32Array.from({ length: 40 }, (_, i) => (i * 7919) % 6);
    const sorted = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);
    for (let k = 0; k <= 40; k++) {
      const out = new Int32Array(k + 2).fill(-1);
      topK(scores, k, out, 1);
      expect([...out]).toEqual([-1, ...sorted.slice(0, k), -1]);
    }
  });
});
