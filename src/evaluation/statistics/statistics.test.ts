import { describe, expect, it } from 'vitest';
import { coverage, falseFindings, MEASURES } from '../../../testing/simulate-statistics.ts';
import { finish } from '../../analysis/steps.ts';
import { seededRandom } from '../../lib/random.ts';
import { pearsonOf } from '../measures/correlation.ts';
import { averagePrecisionOf } from '../measures/pairs.ts';
import { meanOf } from '../measures/statistic.ts';
import { bcaInterval } from './bootstrap.ts';
import { compareSystems, isBetter } from './compare.ts';
import goldens from './goldens.json' with { type: 'json' };
import { pseudoValues } from './jackknife.ts';
import { logitInterval } from './logit-interval.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { pairedTests } from './paired-tests.ts';

it('the normal distribution is SciPy’s', () => {
  for (const [z, golden] of goldens.cdf as [number, number][]) {
    expect(Math.abs(normalCdf(z) / golden - 1), `${z}`).toBeLessThan(1e-9);
  }
  for (const [p, golden] of goldens.quantiles as [number, number][]) {
    expect(Math.abs(normalQuantile(p) - golden), `${p}`).toBeLessThan(1e-9);
  }
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
});

it.each(goldens.intervals)('BCa comes to the bounds of SciPy: $name', ({ a, b, low, high }) => {
  const statistic = b === null ? meanOf(a) : pearsonOf(a, b);
  const found = finish(bcaInterval(statistic, a.length, { resamples: 20_000 }));
  // Both draw at random: the ends of 20,000 resamples differ by a few thousandths of the width.
  expect(Math.abs(found.low - low)).toBeLessThan(0.03 * (high - low));
  expect(Math.abs(found.high - high)).toBeLessThan(0.03 * (high - low));
});

it('a measure without value has no interval, and one without spread a point', () => {
  const none = finish(bcaInterval(pearsonOf([1, 1, 1], [1, 2, 3]), 3));
  expect([none.low, none.high]).toEqual([Number.NaN, Number.NaN]);
  const same = finish(bcaInterval(meanOf([1, 1, 1]), 3));
  expect([same.low, same.high]).toEqual([1, 1]);
});

it('the interval of an average precision is that of NumPy, by the closed form', () => {
  const scores = [0.91, 0.83, 0.83, 0.72, 0.66, 0.61, 0.55, 0.48, 0.31, 0.22];
  const alike = [1, 1, 0, 1, 0, 1, 1, 0, 0, 0].map(Boolean);
  const found = finish(logitInterval(averagePrecisionOf(scores, alike), 10));
  // logit θ ± 1.959964 se ⁄ (θ (1 − θ)), se = sqrt(9/10 Σ (θ₋ᵢ − mean)²) = 0.222155, computed with NumPy 2.4.6.
  expect(found.estimate).toBeCloseTo(0.7595238095238095, 12);
  expect(found.low).toBeCloseTo(0.22550972497541377, 9);
  expect(found.high).toBeCloseTo(0.9716393752253769, 9);
});

it('an average precision of 1 or 0 has a point for an interval', () => {
  const perfect = averagePrecisionOf([3, 2, 1, 0], [true, true, false, false]);
  expect(finish(logitInterval(perfect, 4))).toMatchObject({ low: 1, high: 1 });
  const none = averagePrecisionOf([3, 2, 1], [false, false, false]);
  expect(finish(logitInterval(none, 3))).toMatchObject({ low: 0, high: 0 });
  // Without its one negative above, it is 1, which has no logit; the interval has bounds all the same.
  const nearly = finish(
    logitInterval(averagePrecisionOf([3, 2, 1, 0], [true, false, true, false]), 4),
  );
  expect(nearly.low).toBeGreaterThan(0);
  expect(nearly.high).toBeLessThan(1);
});

it('the pseudo-values of a mean are its values', () => {
  const values = [0, 1, 0.25, 0.5];
  const found = finish(pseudoValues(meanOf(values), 4));
  for (const [i, value] of values.entries()) expect(found[i]).toBeCloseTo(value, 12);
});

it.each(goldens.tests)('the p of one comparison is SciPy’s: $name', ({ a, b, p }) => {
  const values = [Float64Array.from(a), Float64Array.from(b)];
  const [found] = finish(pairedTests(values, [[0, 1]], { permutations: 20_000 }));
  expect(Math.abs(found!.p - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 20_000) + 1e-4);
  expect(found!.adjusted).toBe(found!.p);
});

it('a better system is found, and the correction counts the comparisons', () => {
  const random = seededRandom(3);
  const ease = Array.from({ length: 300 }, () => random());
  const right = (lift: number) => ease.map((each) => +(random() < 0.3 + 0.4 * each + lift));
  const systems = [0, 0.25, 0].map((lift) => ({
    name: 'texts',
    count: 300,
    statistic: meanOf(right(lift)),
  }));
  const { winner, tests } = finish(compareSystems(systems, { resamples: 10 }));
  expect(winner).toBe(1);
  expect(isBetter(tests, 1, 0)).toBe(true);
  expect(isBetter(tests, 0, 1)).toBe(false);
  for (const { p, adjusted } of tests) expect(adjusted).toBeGreaterThanOrEqual(p);
});

it('equal systems do not differ', () => {
  const values = Float64Array.of(1, 0, 1, 1);
  const [test] = finish(pairedTests([values, values], [[0, 1]]));
  expect(test).toMatchObject({ difference: 0, p: 1, adjusted: 1 });
});

it('systems of different units are refused', () => {
  const units = (count: number) => ({ name: 'texts', count, statistic: meanOf([1, 0, 1]) });
  expect(() => finish(compareSystems([units(3), units(2)]))).toThrow('compare them on the same');
});

// The larger simulation is `npm run bench -- coverage`.
describe('simulated', () => {
  const sizes = { units: 150, runs: 300, resamples: 300 };

  it.each(MEASURES)('93 to 97 % of the 95 % intervals hold the true $name', (measure) => {
    const share = coverage(measure, sizes, 11);
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.97);
  });

  it('at most 5 % find a winner, or any difference, where all are equally good', () => {
    const sizes = { systems: 6, units: 100, runs: 300, permutations: 199 };
    const { winners, anyPair } = falseFindings(sizes, 5);
    expect(winners).toBeLessThanOrEqual(0.05);
    expect(anyPair).toBeLessThanOrEqual(0.05);
  });
});
