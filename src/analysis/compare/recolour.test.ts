import { describe, expect, it } from 'vitest';
import { deviations, ranks } from './recolour.ts';

const wide = { rows: 2, columns: 3, self: false };
const self = { rows: 3, columns: 3, self: true };

describe('ranks', () => {
  it('run from 0 to 1, ties at their mean', () => {
    const values = Float32Array.of(0.7, 0.9, 0.8, 0.8, 0.95, 0.6);
    expect([...ranks(values, wide)]).toEqual([0.2, 0.8, 0.5, 0.5, 1, 0].map(Math.fround));
  });

  it('leave out the diagonal of a matrix of texts with themselves', () => {
    const values = Float32Array.of(1, 0.8, 0.7, 0.8, 1, 0.9, 0.7, 0.9, 1);
    const [low, middle, high] = [0.1, 0.5, 0.9].map(Math.fround);
    const none = Number.NaN;
    expect([...ranks(values, self)]).toEqual([
      none,
      middle,
      low,
      middle,
      none,
      high,
      low,
      high,
      none,
    ]);
  });

  it('are one half where nothing differs', () => {
    expect([...ranks(Float32Array.of(0.8), { rows: 1, columns: 1, self: false })]).toEqual([0.5]);
    expect([...ranks(new Float32Array(6).fill(0.8), wide)]).toEqual(new Array(6).fill(0.5));
    expect(ranks(new Float32Array(0), { rows: 0, columns: 3, self: false }).length).toBe(0);
  });
});

describe('deviations', () => {
  const values = Float32Array.of(0.1, 0.2, 0.6, 0.5, 0.9, 1);

  it.each(['row', 'column', 'both'] as const)('from the mean of %s sum to 0 there', (from) => {
    const result = deviations(values, wide, from);
    const sum = (...cells: number[]) => cells.reduce((total, cell) => total + result[cell]!, 0);
    if (from !== 'column')
      for (const at of [0, 3]) expect(sum(at, at + 1, at + 2)).toBeCloseTo(0, 6);
    if (from !== 'row') for (const at of [0, 1, 2]) expect(sum(at, at + 3)).toBeCloseTo(0, 6);
  });

  it('are cell less mean', () => {
    expect(deviations(values, wide, 'row')[2]).toBeCloseTo(0.3, 6);
    expect(deviations(values, wide, 'column')[5]).toBeCloseTo(0.2, 6);
    // 0.6 − 0.3 − 0.8 + 0.55
    expect(deviations(values, wide, 'both')[2]).toBeCloseTo(0.05, 6);
  });

  it('count no text with itself', () => {
    const matrix = Float32Array.of(1, 0.8, 0.6, 0.8, 1, 0.7, 0.6, 0.7, 1);
    const byRow = deviations(matrix, self, 'row');
    expect(byRow[0]).toBeNaN();
    expect(byRow[1]).toBeCloseTo(0.1, 6);
    expect(byRow[5]).toBeCloseTo(-0.05, 6);
    const byBoth = deviations(matrix, self, 'both');
    // 0.8 − 0.7 − 0.75 + 0.7
    expect(byBoth[1]).toBeCloseTo(0.05, 6);
    expect(byBoth[8]).toBeNaN();
  });
});

describe('cells without a value', () => {
  const none = Number.NaN;
  const holed = Float32Array.of(0.7, none, 0.8, none, none, none, 0.6, none, 0.9);
  const shape = { rows: 3, columns: 3, self: false };

  it('do not count among the ranks', () => {
    const expected = [1 / 3, none, 2 / 3, none, none, none, 0, none, 1].map(Math.fround);
    expect([...ranks(holed, shape)]).toEqual(expected);
  });

  it('do not count in the means', () => {
    const found = [...deviations(holed, shape, 'both')];
    const expected = [0.05, none, -0.05, none, none, none, -0.05, none, 0.05];
    for (const [i, value] of expected.entries()) {
      if (Number.isNaN(value)) expect(found[i]).toBeNaN();
      else expect(found[i]).toBeCloseTo(value, 6);
    }
  });
});
