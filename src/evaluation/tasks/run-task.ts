import type { Steps } from '../../analysis/steps.ts';
import type { EmbeddingMatrix } from '../../analysis/types.ts';
import { EvaluationError } from '../errors.ts';
import type { Encode, Generate, Instruction, Task, TaskScores } from './types.ts';

/**
 * Embeds a task's texts under an instruction and scores them.
 * @param drive Runs the computation: to its end, or with pauses and cancel.
 * @param generate Continues the prompts of a task that has some.
 * @throws EvaluationError; what `encode` and `generate` throw.
 */
export async function runTask(
  task: Task,
  encode: Encode,
  instruction: Instruction,
  drive: <Result>(steps: Steps<Result>) => Result | Promise<Result>,
  generate?: Generate,
): Promise<TaskScores> {
  const rows: EmbeddingMatrix[] = [];
  for (const { texts, role } of task.parts) rows.push(await encode(texts, instruction[role]));
  if (task.prompts === undefined) return drive(task.score(rows));
  if (generate === undefined) {
    throw new EvaluationError(
      'The task has prompts for a generator, and there is none to answer them.',
    );
  }
  return drive(task.score(rows, await generate(await drive(task.prompts(rows)))));
}
