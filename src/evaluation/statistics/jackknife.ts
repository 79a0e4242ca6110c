import type { Steps } from '../../analysis/steps.ts';
import { seededRandom } from '../../lib/random.ts';
import type { Statistic } from '../measures/statistic.ts';

/** Units beyond which they are left out in groups, unless said otherwise: each value costs a pass over all units. */
const MOST = 4000;

/**
 * Computes the measure without each unit in turn. Beyond 4,000 units without each of 4,000 random groups, the same groups
 * for the same number of units. @returns Float64Array [units or groups].
 */
export function* leaveOneOut(
  statistic: Statistic,
  units: number,
  most = MOST,
): Steps<Float64Array> {
  const groupOf = groups(units, most);
  const count = Math.min(units, most);
  const members: number[][] = Array.from({ length: count }, () => []);
  for (const [unit, group] of groupOf.entries()) members[group]!.push(unit);
  const weights = new Float64Array(units).fill(1);
  const values = new Float64Array(count);
  for (const [group, own] of members.entries()) {
    for (const unit of own) weights[unit] = 0;
    values[group] = statistic(weights);
    for (const unit of own) weights[unit] = 1;
    if (group % 50 === 49) yield group / count;
  }
  return values;
}

/**
 * Computes the jackknife's pseudo-values n θ − (n − 1) θ₋ᵢ (Tukey 1958): what each unit contributes to a measure. Their
 * mean estimates the measure; for a mean they are the units' own values.
 * @returns Float64Array [units or groups], as `leaveOneOut`.
 */
export function* pseudoValues(
  statistic: Statistic,
  units: number,
  most = MOST,
): Steps<Float64Array> {
  const whole = statistic(new Float64Array(units).fill(1));
  const without = yield* leaveOneOut(statistic, units, most);
  const n = without.length;
  return without.map((value) => n * whole - (n - 1) * value);
}

function groups(units: number, most: number): Int32Array {
  const order = Int32Array.from({ length: units }, (_, i) => i);
  if (units <= most) return order;
  const random = seededRandom(units);
  for (let i = units - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order.map((place) => place % most);
}
