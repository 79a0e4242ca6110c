import { part, type Steps } from '../steps.ts';
import { averageRanks } from './rank.ts';

/**
 * Computes Spearman's ρ: the correlation of the ranks, ties at their mean rank. `a` and `b` are of equal length. NaN if
 * a side has fewer than two different values.
 */
export function* spearman(a: Float32Array, b: Float32Array): Steps<number> {
  const ofA = yield* part(averageRanks(a), 0, 0.5);
  const ofB = yield* part(averageRanks(b), 0.5, 1);
  const mean = (a.length + 1) / 2;
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const x = ofA[i]! - mean;
    const y = ofB[i]! - mean;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return ab / Math.sqrt(aa * bb);
}
