import type { Steps } from '../../analysis/steps.ts';
import type { Interval } from '../statistics/bootstrap.ts';
import { type Comparison, compareSystems, isBetter } from '../statistics/compare.ts';
import { runTask } from '../tasks/run-task.ts';
import type { Encode, Generate, Task, TaskScores } from '../tasks/types.ts';
import { type NamedInstruction, nullRows } from './null-rows.ts';

/** The result of an instruction on a task. */
export interface EvaluatedRow {
  readonly instruction: NamedInstruction;
  readonly scores: TaskScores;
  /** Of the main measure. */
  readonly interval: Interval;
  /** Whether it is better than each null row by a corrected test at 0.05. False for null rows. */
  readonly beatsNulls: boolean;
  /** Milliseconds that scoring took, and embedding. */
  readonly ms: number;
}

export interface Evaluated {
  readonly name: string;
  readonly task: Task;
  readonly rows: readonly EvaluatedRow[];
  /** Tests of all pairs of rows; positions are those of `rows`. */
  readonly tests: Comparison['tests'];
  /** Position of the row that is better than each other one; null where there is none. */
  readonly winner: number | null;
}

export interface EvaluateOptions {
  readonly resamples: number;
  readonly permutations: number;
  readonly seed: number;
  /** Runs a computation: to its end, or with pauses and cancel. */
  readonly drive: <Result>(steps: Steps<Result>) => Result | Promise<Result>;
  /** Called before each instruction. @param done Instructions that are done, of `total`. */
  readonly onInstruction?: (name: string, done: number, total: number) => void;
  /** Called once all are scored, before intervals and tests. */
  readonly onComparing?: () => void;
  /** Continues the prompts of a task that has some. */
  readonly generate?: Generate;
}

/**
 * Scores instructions on a task, with the null rows beside them, and compares all on the same units.
 * @throws EvaluationError; what `encode` throws.
 */
export async function evaluate(
  name: string,
  task: Task,
  instructions: readonly NamedInstruction[],
  encode: Encode,
  { resamples, permutations, seed, drive, onInstruction, onComparing, generate }: EvaluateOptions,
): Promise<Evaluated> {
  const all = [...instructions, ...nullRows(task.kind)];
  const scored: { scores: TaskScores; ms: number }[] = [];
  for (const [done, instruction] of all.entries()) {
    onInstruction?.(instruction.name, done, all.length);
    const began = performance.now();
    const scores = await runTask(task, encode, instruction, drive, generate);
    scored.push({ scores, ms: performance.now() - began });
  }
  onComparing?.();
  const { intervals, tests, winner } = await drive(
    compareSystems(
      scored.map(({ scores }) => scores.units),
      { resamples, permutations, seed },
    ),
  );
  const nulls = all.flatMap(({ isNull }, i) => (isNull ? [i] : []));
  const rows = all.map((instruction, i) => ({
    instruction,
    ...scored[i]!,
    interval: intervals[i]!,
    beatsNulls: !instruction.isNull && nulls.every((row) => isBetter(tests, i, row)),
  }));
  return { name, task, rows, tests, winner };
}
