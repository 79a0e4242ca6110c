import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../lib/random.ts';
import { finish } from '../steps.ts';
import { agree } from './agree.ts';

const run = (a: readonly number[], b: readonly number[]) =>
  finish(agree(Int32Array.from(a), Int32Array.from(b)));

const random = seededRandom(5);
const labels = (k: number) => Array.from({ length: 80 }, () => Math.floor(random() * k));

describe('agree', () => {
  it('counts who is where in both', () => {
    const { rows, columns, counts, texts } = run([0, 1, 1, 2, 2, 2], [1, 1, 0, 0, 0, 0]);
    expect([rows, columns, texts]).toEqual([3, 2, 6]);
    expect([...counts]).toEqual([0, 1, 1, 1, 3, 0]);
  });

  it('swaps homogeneity and completeness with the sides, and keeps the rest', () => {
    const [a, b] = [labels(3), labels(6)];
    const there = run(a, b);
    const back = run(b, a);
    expect(back.homogeneity).toBe(there.completeness);
    expect(back.ari).toBeCloseTo(there.ari, 12);
    expect(back.nmi).toBeCloseTo(there.nmi, 12);
    expect(there.vMeasure).toBeCloseTo(there.nmi, 12);
  });

  it('does not depend on the names of the labels', () => {
    const [a, b] = [labels(4), labels(4)];
    const renamed = run(
      a,
      b.map((label) => (label + 1) % 4),
    );
    const plain = run(a, b);
    for (const figure of ['ari', 'nmi', 'homogeneity', 'completeness'] as const) {
      expect(renamed[figure]).toBeCloseTo(plain[figure], 12);
    }
  });

  it('leaves out texts without a label', () => {
    const [a, b] = [labels(3), labels(3)];
    const gaps = a.map((label, i) => (i % 5 === 0 ? -1 : label));
    const kept = a.flatMap((_, i) => (i % 5 === 0 ? [] : [i]));
    const { texts, ...rest } = run(gaps, b);
    expect(texts).toBe(64);
    expect({ texts, ...rest }).toEqual(
      run(
        kept.map((i) => a[i]!),
        kept.map((i) => b[i]!),
      ),
    );
  });

  it('has no figures without texts, and refuses labels of different texts', () => {
    const none = { ari: Number.NaN, nmi: Number.NaN, homogeneity: Number.NaN, texts: 0 };
    expect(run([], [])).toMatchObject(none);
    expect(run([-1, 0], [0, -1])).toMatchObject(none);
    expect(() => run([0, 1], [0])).toThrow(/2 and 1 labels/);
  });
});
