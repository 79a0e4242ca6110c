import { type Float64Matrix, rowDots } from '../../analysis/linear/dot.ts';
import type { EmbeddingMatrix } from '../../analysis/types.ts';
import { toRows, type UnitRows } from '../../analysis/validate.ts';
import { EvaluationError } from '../errors.ts';
import type { Statistic } from '../measures/statistic.ts';

/** Rows as the model gives them: classifiers and clusters see their lengths, too. @throws AnalysisError */
export function plainRows(name: string, given: EmbeddingMatrix): Float64Matrix {
  // Checks sizes and values.
  toRows(name, given);
  return { values: new Float64Array(given.vectors), count: given.count, dim: given.dim };
}

/** Computes the cosine of each row of `a` with the same row of `b`; 0 where one has no direction, as mteb does. */
export function pairedCosines(a: UnitRows, b: UnitRows): Float64Array {
  const cosines = new Float64Array(a.count);
  for (let i = 0; i < a.count; i++) rowDots(a.values, i, b.values, i, i + 1, a.dim, cosines, i);
  return cosines;
}

/** Returns the rows at these positions. */
export function picked({ values, dim }: Float64Matrix, which: ArrayLike<number>): Float64Matrix {
  const out = new Float64Array(which.length * dim);
  for (let i = 0; i < which.length; i++) {
    out.set(values.subarray(which[i]! * dim, (which[i]! + 1) * dim), i * dim);
  }
  return { values: out, count: which.length, dim };
}

/** Makes a statistic of items one of groups of items: a group's weight is that of each of its items. */
export function byGroup(statistic: Statistic, groupOf: Int32Array): Statistic {
  const expanded = new Float64Array(groupOf.length);
  return (weights) => {
    for (const [item, group] of groupOf.entries()) expanded[item] = weights[group]!;
    return statistic(expanded);
  };
}

/** @throws EvaluationError if there are fewer than `least` items. */
export function checkCount(what: string, count: number, least: number): void {
  if (count >= least) return;
  throw new EvaluationError(
    `There ${count === 1 ? 'is' : 'are'} ${count} ${what}; the task needs at least ${least}.`,
  );
}
