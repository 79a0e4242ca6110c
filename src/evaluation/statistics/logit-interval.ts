import type { Steps } from '../../analysis/steps.ts';
import type { Statistic } from '../measures/statistic.ts';
import type { Interval } from './bootstrap.ts';
import { leaveOneOut } from './jackknife.ts';
import { normalQuantile } from './normal.ts';

/**
 * Computes an interval of a measure between 0 and 1 on the scale of its logit, where an average precision is closer to
 * normal (Boyd, Eng & Page 2013, Area under the precision-recall curve, ECML PKDD): logit θ ± z se ⁄ (θ (1 − θ)),
 * back-transformed. The standard error is the jackknife's (Efron & Tibshirani 1993, section 11.2):
 * se² = (n − 1)/n Σ (θ₋ᵢ − mean)², carried to the logit by its derivative, since a θ₋ᵢ of 1 has no logit.
 * At θ = 0 or 1 there is no spread to tell: the interval is that point. NaN bounds where the measure has no value.
 */
export function* logitInterval(
  statistic: Statistic,
  units: number,
  { level = 0.95 }: { readonly level?: number } = {},
): Steps<Interval> {
  const estimate = statistic(new Float64Array(units).fill(1));
  if (Number.isNaN(estimate)) return { estimate, low: Number.NaN, high: Number.NaN, level };
  if (estimate <= 0 || estimate >= 1) return { estimate, low: estimate, high: estimate, level };
  const without = (yield* leaveOneOut(statistic, units)).filter((value) => !Number.isNaN(value));
  const n = without.length;
  const mean = without.reduce((sum, value) => sum + value, 0) / n;
  const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(((n - 1) / n) * squares) / (estimate * (1 - estimate));
  const middle = Math.log(estimate / (1 - estimate));
  const reach = normalQuantile((1 + level) / 2) * error;
  return { estimate, low: expit(middle - reach), high: expit(middle + reach), level };
}

function expit(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
