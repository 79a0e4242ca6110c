import { part, type Steps } from '../../analysis/steps.ts';
import { EvaluationError } from '../errors.ts';
import type { Units } from '../tasks/types.ts';
import { type BootstrapOptions, bcaInterval, type Interval } from './bootstrap.ts';
import { pseudoValues } from './jackknife.ts';
import { logitInterval } from './logit-interval.ts';
import { type PairedTest, pairedTests } from './paired-tests.ts';

/** Level of all tests. */
export const LEVEL = 0.05;

export interface Comparison {
  /** Of each system, in the order given. */
  readonly intervals: readonly Interval[];
  /** Of all pairs of systems, corrected together. */
  readonly tests: readonly PairedTest[];
  /** The system that is better than each other one by a corrected test at 0.05; null where there is none. */
  readonly winner: number | null;
}

/**
 * Compares systems that were scored on the same units: BCa intervals (of an average precision
 * `logitInterval`), and paired permutation tests of all pairs with
 * max-T correction. A measure that is no mean (a correlation, an average precision) is tested by its pseudo-values: exact
 * for means, right for many units otherwise.
 * @throws EvaluationError for systems with different numbers of units.
 */
export function* compareSystems(
  systems: readonly Units[],
  options: BootstrapOptions & { readonly permutations?: number } = {},
): Steps<Comparison> {
  const units = systems[0]?.count ?? 0;
  const intervals: Interval[] = [];
  const values: Float64Array[] = [];
  for (const [i, { count, statistic, name, interval }] of systems.entries()) {
    if (count !== units) {
      throw new EvaluationError(
        `One instruction has ${units} ${name} and another ${count}; compare them on the same ones.`,
      );
    }
    const [from, to] = [(0.8 * i) / systems.length, (0.8 * (i + 0.7)) / systems.length];
    const steps =
      interval === 'logit'
        ? logitInterval(statistic, count, options)
        : bcaInterval(statistic, count, options);
    intervals.push(yield* part(steps, from, to));
    values.push(yield* part(pseudoValues(statistic, count), to, to));
  }
  const pairs = systems.flatMap((_, a) =>
    systems.slice(a + 1).map((_, offset) => [a, a + 1 + offset] as const),
  );
  const { permutations, seed } = options;
  const tests = yield* part(
    pairedTests(values, pairs, {
      ...(permutations !== undefined && { permutations }),
      ...(seed !== undefined && { seed }),
    }),
    0.8,
    1,
  );
  return { intervals, tests, winner: winnerOf(tests, systems.length) };
}

/** Whether system `a` is better than `b` by a corrected test. */
export function isBetter(tests: readonly PairedTest[], a: number, b: number): boolean {
  return tests.some(
    (test) =>
      test.adjusted <= LEVEL &&
      ((test.a === a && test.b === b && test.difference > 0) ||
        (test.a === b && test.b === a && test.difference < 0)),
  );
}

function winnerOf(tests: readonly PairedTest[], count: number): number | null {
  const systems = Array.from({ length: count }, (_, i) => i);
  const winner = systems.find((a) => systems.every((b) => a === b || isBetter(tests, a, b)));
  return count > 1 ? (winner ?? null) : null;
}
