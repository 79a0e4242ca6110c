import { part, type Steps } from '../../analysis/steps.ts';
import type { EvaluateOptions } from '../compare/evaluate.ts';
import type { Statistic } from '../measures/statistic.ts';
import { bcaInterval, type Interval } from '../statistics/bootstrap.ts';
import { LEVEL } from '../statistics/compare.ts';
import { pseudoValues } from '../statistics/jackknife.ts';
import { pairedTests } from '../statistics/paired-tests.ts';
import { runTask } from '../tasks/run-task.ts';
import type { Encode, Instruction, Task, Units } from '../tasks/types.ts';
import { type Wording, wordingsOf } from './wordings.ts';

/** Wordings beside the given one. */
export const WORDINGS_TRIED = 12;

interface WordingScore {
  readonly wording: Wording;
  readonly score: number;
  /** Its score less that of the given wording, on the same units, with a BCa interval. */
  readonly difference: Interval;
  /** Two-sided p of the difference, corrected for all wordings. */
  readonly adjusted: number;
}

/** How much a score moves with the wording of its instruction. */
export interface Sensitivity {
  /** Name of the measure. */
  readonly measure: string;
  /** Score of the given wording. */
  readonly score: number;
  readonly units: { readonly name: string; readonly count: number };
  /** In the order of `wordingsOf`. */
  readonly wordings: readonly WordingScore[];
  /** Standard deviation (n − 1) of the scores of all wordings, the given one among them. NaN of fewer than two. */
  readonly sd: number;
  readonly lowest: number;
  readonly highest: number;
  /** Position of the wording with the lowest score; null where the given one has it. */
  readonly worst: number | null;
  /** Number of wordings whose score differs from the given one's by a corrected test at 0.05. */
  readonly differ: number;
}

type Options = EvaluateOptions & {
  /** Default 12. */
  readonly count?: number;
};

/**
 * Scores other wordings of an instruction on a task: rankings of models can turn on the wording alone (arXiv 2605.22544), so
 * a score needs to be read with this spread. Differences are paired: both wordings are scored on the same units, and
 * bootstrap and tests draw them together.
 * @throws EvaluationError; what `encode` throws.
 */
export async function sensitivity(
  task: Task,
  instruction: Instruction,
  encode: Encode,
  { count = WORDINGS_TRIED, seed, drive, onInstruction, onComparing, generate, ...sizes }: Options,
): Promise<Sensitivity> {
  const wordings = wordingsOf(instruction, { count, seed });
  const all = wordings.length + 1;
  onInstruction?.('as given', 0, all);
  const given = await runTask(task, encode, instruction, drive, generate);
  const others: Units[] = [];
  for (const [done, wording] of wordings.entries()) {
    onInstruction?.(wording.change, done + 1, all);
    others.push((await runTask(task, encode, wording.instruction, drive, generate)).units);
  }
  onComparing?.();
  const compared = await drive(differences(given.units, others, { seed, ...sizes }));
  const score = given.measures[given.main]!;
  const scored = wordings.map((wording, i) => ({
    wording,
    score: others[i]!.statistic(new Float64Array(others[i]!.count).fill(1)),
    ...compared[i]!,
  }));
  const scores = [score, ...scored.map((each) => each.score)];
  const lowest = Math.min(...scores);
  const worst = scored.findIndex((each) => each.score === lowest);
  return {
    measure: given.main,
    score,
    units: { name: given.units.name, count: given.units.count },
    wordings: scored,
    sd: standardDeviation(scores),
    lowest,
    highest: Math.max(...scores),
    worst: score === lowest || worst < 0 ? null : worst,
    differ: scored.filter(({ adjusted }) => adjusted <= LEVEL).length,
  };
}

function* differences(
  given: Units,
  others: readonly Units[],
  sizes: Pick<EvaluateOptions, 'resamples' | 'permutations' | 'seed'>,
): Steps<{ difference: Interval; adjusted: number }[]> {
  const intervals: Interval[] = [];
  const values = [yield* part(pseudoValues(given.statistic, given.count), 0, 0.05)];
  for (const [i, { statistic, count }] of others.entries()) {
    const from = 0.05 + (0.75 * i) / others.length;
    const difference: Statistic = (weights) => statistic(weights) - given.statistic(weights);
    intervals.push(yield* part(bcaInterval(difference, count, sizes), from, from));
    values.push(yield* part(pseudoValues(statistic, count), from, from));
  }
  const pairs = others.map((_, i) => [i + 1, 0] as const);
  const tests = yield* part(pairedTests(values, pairs, sizes), 0.8, 1);
  return tests.map(({ adjusted }, i) => ({ difference: intervals[i]!, adjusted }));
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
