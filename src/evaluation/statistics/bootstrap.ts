import { part, type Steps } from '../../analysis/steps.ts';
import { seededRandom } from '../../lib/random.ts';
import type { Statistic } from '../measures/statistic.ts';
import { leaveOneOut } from './jackknife.ts';
import { normalCdf, normalQuantile } from './normal.ts';

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Chance with which such intervals hold the true value: 0.95. */
  readonly level: number;
}

export interface BootstrapOptions {
  readonly level?: number;
  /** Default 2,000. */
  readonly resamples?: number;
  /** The same seed draws the same units, so that two measures of the same units are drawn in pairs. */
  readonly seed?: number;
}

/**
 * Computes a BCa bootstrap interval (Efron 1987: bias-corrected and accelerated, as scipy.stats.bootstrap's BCa) of a
 * measure over units that are drawn with repeats. Resamples without a value (a correlation of equal values) are left out.
 * NaN bounds where the measure itself has no value.
 */
export function* bcaInterval(
  statistic: Statistic,
  units: number,
  { level = 0.95, resamples = 2000, seed = 42 }: BootstrapOptions = {},
): Steps<Interval> {
  const weights = new Float64Array(units).fill(1);
  const estimate = statistic(weights);
  const random = seededRandom(seed);
  const found: number[] = [];
  const pause = Math.max(1, Math.floor(200_000 / units));
  for (let resample = 0; resample < resamples; resample++) {
    weights.fill(0);
    for (let i = 0; i < units; i++) weights[Math.floor(random() * units)]! += 1;
    const value = statistic(weights);
    if (!Number.isNaN(value)) found.push(value);
    if (resample % pause === pause - 1) yield (0.7 * resample) / resamples;
  }
  const without = yield* part(leaveOneOut(statistic, units), 0.7, 1);
  if (found.length === 0 || Number.isNaN(estimate)) {
    return { estimate, low: Number.NaN, high: Number.NaN, level };
  }
  const sorted = Float64Array.from(found).sort();
  const at = corrected(sorted, estimate, without);
  return {
    estimate,
    low: quantile(sorted, at((1 - level) / 2)),
    high: quantile(sorted, at((1 + level) / 2)),
    level,
  };
}

/** Returns the share of the resamples that stands for a share of the measure's distribution. */
function corrected(sorted: Float64Array, estimate: number, without: Float64Array) {
  const below = sorted.filter((value) => value < estimate).length;
  const equal = sorted.filter((value) => value === estimate).length;
  const bias = normalQuantile((below + equal / 2) / sorted.length);
  const acceleration = skew(without) / 6;
  return (share: number): number => {
    // All resamples on one side of the estimate, or all equal to it: nothing to correct by.
    if (!Number.isFinite(bias)) return share;
    const z = bias + normalQuantile(share);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
}

/** Σu³ / (Σu²)^1.5 of the fall that each unit's absence causes. */
function skew(without: Float64Array): number {
  const valid = without.filter((value) => !Number.isNaN(value));
  const mean = valid.reduce((sum, value) => sum + value, 0) / valid.length;
  let [squares, cubes] = [0, 0];
  for (const value of valid) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / squares ** 1.5;
}

/** Linear interpolation between order statistics, as numpy.percentile does. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}
