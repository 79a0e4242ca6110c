import type { Steps } from '../../analysis/steps.ts';
import type { EmbeddingMatrix } from '../../analysis/types.ts';
import type { Encode, Instruction, Task, TaskScores } from './types.ts';

/**
 * Embeds a task's texts under an instruction and scores them.
 * @param drive Runs the computation: to its end, or with pauses and cancel.
 * @throws EvaluationError; what `encode` throws.
 */
export async function runTask(
  task: Task,
  encode: Encode,
  instruction: Instruction,
  drive: (steps: Steps<TaskScores>) => TaskScores | Promise<TaskScores>,
): Promise<TaskScores> {
  const rows: EmbeddingMatrix[] = [];
  for (const { texts, role } of task.parts) rows.push(await encode(texts, instruction[role]));
  return drive(task.score(rows));
}
