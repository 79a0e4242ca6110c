/**
 * Models that do not normalise give vectors of any length: only directions may count. Expected cosines:
 * training/reference/length_goldens.py wrote length-goldens.json.
 */
import { describe, expect, it } from 'vitest';
import { retrieve } from '../../../testing/plain-ranking.ts';
import { rowsOf, topicRows } from '../../../testing/rows.ts';
import { cosine } from '../../lib/cosine.ts';
import { cluster } from '../cluster/kmeans.ts';
import { suggestK } from '../cluster/suggest-k.ts';
import { compare } from '../compare/compare.ts';
import { project } from '../project/project.ts';
import { finish } from '../steps.ts';
import { type EmbeddingMatrix, PROJECTIONS } from '../types.ts';
import goldens from './length-goldens.json' with { type: 'json' };
import { similarity } from './similarity.ts';

const rows = rowsOf(...goldens.rows);

describe('rows of any length', () => {
  it('have the cosines of their directions, and 1 with themselves', () => {
    const cosines = finish(similarity(rows, rows));
    for (const [i, expected] of goldens.cosines.entries()) {
      for (const [j, value] of expected.entries()) {
        const found = cosines[i * rows.count + j]!;
        expect(Math.abs(found - value), `${i} and ${j}`).toBeLessThan(1e-7);
        expect(Math.abs(found)).toBeLessThanOrEqual(1);
      }
      expect(cosines[i * rows.count + i]).toBe(1);
    }
  });

  it('are ranked by cosine, not by length', () => {
    const { indices, scores } = finish(retrieve(rows, rows, rows.count));
    expect([...indices]).toEqual(goldens.rankings.flat());
    for (const [query, ranking] of goldens.rankings.entries()) {
      for (const [rank, document] of ranking.entries()) {
        const expected = goldens.cosines[query]![document]!;
        expect(scores[query * rows.count + rank]).toBeCloseTo(expected, 6);
      }
    }
  });

  it('two vectors alone have the same cosine', () => {
    const vectors = goldens.rows.map((row) => Float32Array.from(row));
    for (const [i, expected] of goldens.cosines.entries()) {
      for (const [j, value] of expected.entries()) {
        expect(cosine(vectors[i]!, vectors[j]!)).toBeCloseTo(value, 9);
      }
    }
    expect(cosine(vectors[0]!, new Float32Array(5))).toBeNaN();
  });

  it('cluster, lie and compare as rows of length 1 do', () => {
    const shape = { seed: 5, count: 90, dim: 12, topics: 4, spread: 0.7 };
    const [from, to] = [topicRows(shape), topicRows({ ...shape, seed: 6 })];
    const [longFrom, longTo] = [stretched(from), stretched(to)];
    expect(finish(cluster(longFrom, { k: 4 }))).toEqual(finish(cluster(from, { k: 4 })));
    expect(finish(suggestK(longFrom, { most: 5 }))).toEqual(finish(suggestK(from, { most: 5 })));
    for (const method of PROJECTIONS) {
      expect(finish(project(longFrom, { method }))).toEqual(finish(project(from, { method })));
    }
    expect(finish(compare(longFrom, longTo))).toEqual(finish(compare(from, to)));
  });
});

describe('rows of zeros', () => {
  const none = rowsOf([0, 0], [1, 0], [0, 0], [0.6, 0.8], [-1, 0]);

  it('have no cosine, not even with themselves', () => {
    const cosines = finish(similarity(none, none));
    const known = [1, 3, 4];
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 5; j++) {
        const both = known.includes(i) && known.includes(j);
        expect(Number.isNaN(cosines[i * 5 + j]!)).toBe(!both);
      }
    }
  });

  it('come last in a ranking, after documents of negative cosine', () => {
    const { indices, scores } = finish(retrieve(rowsOf([1, 0]), none, 5));
    expect([...indices]).toEqual([1, 3, 4, 0, 2]);
    expect([...scores]).toEqual([1, Math.fround(0.6), -1, Number.NaN, Number.NaN]);
    expect([...finish(retrieve(rowsOf([0, 0]), none, 2)).scores]).toEqual([Number.NaN, Number.NaN]);
  });
});

/** The same directions at lengths from 2⁻⁹⁰ to 2⁹⁰: powers of two, which round nothing. */
function stretched({ vectors, count, dim }: EmbeddingMatrix): EmbeddingMatrix {
  const long = vectors.map((value, at) => value * 2 ** (((Math.floor(at / dim) * 37) % 181) - 90));
  return { vectors: long, count, dim };
}
