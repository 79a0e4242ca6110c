import type { Steps } from '../../analysis/steps.ts';
import { seededRandom } from '../../lib/random.ts';
import { checkSameLength } from '../errors.ts';

export interface PairedTest {
  /** Positions of the two that are compared. */
  readonly a: number;
  readonly b: number;
  /** Mean of a's values less that of b's. */
  readonly difference: number;
  /** Two-sided p of this comparison alone. */
  readonly p: number;
  /** The same, corrected for all comparisons that were made. */
  readonly adjusted: number;
}

export interface TestOptions {
  /** Default 4,999. */
  readonly permutations?: number;
  readonly seed?: number;
}

/**
 * Compares systems that were measured on the same units by paired permutation tests: under the null hypothesis the two
 * values of a unit may be swapped, so the sign of each difference is as likely as the other. The statistic is Student's t
 * of the differences. The correction is max-T, step-down (Westfall & Young 1993): all comparisons share the swaps, and each
 * is held against the largest of those not yet rejected, so that the chance of any false finding is at most the level.
 * @param values For each system the value of each unit: its own score, or the jackknife's pseudo-value of a measure that is
 * no mean.
 * @throws EvaluationError for systems with different numbers of units.
 */
export function* pairedTests(
  values: readonly Float64Array[],
  comparisons: readonly (readonly [a: number, b: number])[],
  { permutations = 4999, seed = 42 }: TestOptions = {},
): Steps<PairedTest[]> {
  const differences = comparisons.map(([a, b]) => {
    checkSameLength('units', values[a]!, 'units', values[b]!);
    return values[a]!.map((value, i) => value - values[b]![i]!);
  });
  const units = differences[0]?.length ?? 0;
  const squares = differences.map((each) => each.reduce((sum, d) => sum + d * d, 0));
  const sums = differences.map((each) => each.reduce((sum, d) => sum + d, 0));
  const observed = sums.map((sum, c) => studentised(sum, squares[c]!, units));
  const order = [...observed.keys()].sort((a, b) => observed[b]! - observed[a]!);
  const alone = new Float64Array(comparisons.length);
  const together = new Float64Array(comparisons.length);
  const random = seededRandom(seed);
  const signs = new Float64Array(units);
  for (let permutation = 0; permutation < permutations; permutation++) {
    for (let i = 0; i < units; i++) signs[i] = random() < 0.5 ? -1 : 1;
    let largest = 0;
    // From the smallest up: each is held against the largest of itself and the smaller ones.
    for (let rank = order.length - 1; rank >= 0; rank--) {
      const c = order[rank]!;
      const drawn = studentised(signedSum(differences[c]!, signs), squares[c]!, units);
      largest = Math.max(largest, drawn);
      if (atLeast(drawn, observed[c]!)) alone[c]! += 1;
      if (atLeast(largest, observed[c]!)) together[c]! += 1;
    }
    if (permutation % 50 === 49) yield permutation / permutations;
  }
  let before = 0;
  const adjusted = new Float64Array(comparisons.length);
  for (const c of order) {
    before = Math.max(before, share(together[c]!, permutations));
    adjusted[c] = before;
  }
  return comparisons.map(([a, b], c) => ({
    a,
    b,
    difference: sums[c]! / units,
    p: share(alone[c]!, permutations),
    adjusted: adjusted[c]!,
  }));
}

/** |t| of values whose sum and sum of squares these are; 0 where all are 0. */
function studentised(sum: number, squares: number, count: number): number {
  const mean = sum / count;
  const variance = (squares - count * mean * mean) / (count - 1);
  if (sum === 0) return 0;
  return Math.abs(mean) / Math.sqrt(Math.max(0, variance) / count);
}

function signedSum(values: Float64Array, signs: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * signs[i]!;
  return sum;
}

/** Rounding must not part what is equal. */
function atLeast(drawn: number, observed: number): boolean {
  return drawn >= observed * (1 - 1e-12);
}

/** The observed one counts among the permutations, so p is never 0. */
function share(count: number, permutations: number): number {
  return (count + 1) / (permutations + 1);
}
