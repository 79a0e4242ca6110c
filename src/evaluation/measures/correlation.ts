import { checkSameLength } from '../errors.ts';
import { sortTied, type Tied } from './order.ts';
import { measured, type Statistic } from './statistic.ts';

/**
 * Computes Pearson's r, as scipy.stats.pearsonr does. NaN for fewer than two items, for a side whose values are all the
 * same, and for values that are not finite.
 * @throws EvaluationError for lists of different length.
 */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return measured(pearsonOf(a, b), a.length);
}

/**
 * Computes Spearman's ρ, as scipy.stats.spearmanr does: Pearson's r of the ranks, ties at their mean rank. NaN as for
 * `pearson`, but infinities have ranks.
 * @throws EvaluationError for lists of different length.
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return measured(spearmanOf(a, b), a.length);
}

/** Makes Pearson's r of weighted items. */
export function pearsonOf(a: ArrayLike<number>, b: ArrayLike<number>): Statistic {
  checkSameLength('values', a, 'values', b);
  return (weights) => correlation(a, b, weights);
}

/** Makes Spearman's ρ of weighted items: an item of weight 2 counts, and is ranked, as two equal items. */
export function spearmanOf(a: ArrayLike<number>, b: ArrayLike<number>): Statistic {
  checkSameLength('values', a, 'values', b);
  if (hasNaN(a) || hasNaN(b)) return () => Number.NaN;
  const sortedA = sortTied(a, 1);
  const sortedB = sortTied(b, 1);
  const ranksA = new Float64Array(a.length);
  const ranksB = new Float64Array(b.length);
  return (weights) => {
    rank(sortedA, weights, ranksA);
    rank(sortedB, weights, ranksB);
    return correlation(ranksA, ranksB, weights);
  };
}

/** Writes the mean rank of each item into `ranks`. */
function rank({ order, ends }: Tied, weights: Float64Array, ranks: Float64Array): void {
  let below = 0;
  let from = 0;
  for (const to of ends) {
    let tied = 0;
    for (let i = from; i < to; i++) tied += weights[order[i]!]!;
    const mean = below + (tied + 1) / 2;
    for (let i = from; i < to; i++) ranks[order[i]!] = mean;
    below += tied;
    from = to;
  }
}

function correlation(a: ArrayLike<number>, b: ArrayLike<number>, weights: Float64Array): number {
  let [total, sumA, sumB] = [0, 0, 0];
  let [firstA, firstB] = [Number.NaN, Number.NaN];
  let [varies, alsoVaries] = [false, false];
  for (let i = 0; i < a.length; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    if (total === 0) [firstA, firstB] = [a[i]!, b[i]!];
    varies ||= a[i] !== firstA;
    alsoVaries ||= b[i] !== firstB;
    total += weight;
    sumA += weight * a[i]!;
    sumB += weight * b[i]!;
  }
  // The mean of equal values may differ from them by rounding, which is no spread.
  if (!varies || !alsoVaries) return Number.NaN;
  const meanA = sumA / total;
  const meanB = sumB / total;
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    const x = a[i]! - meanA;
    const y = b[i]! - meanB;
    aa += weight * x * x;
    bb += weight * y * y;
    ab += weight * x * y;
  }
  const r = ab / (Math.sqrt(aa) * Math.sqrt(bb));
  return Number.isNaN(r) ? r : Math.max(-1, Math.min(1, r));
}

function hasNaN(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) return true;
  return false;
}
