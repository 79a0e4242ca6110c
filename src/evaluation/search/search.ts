import type { EvaluateOptions } from '../compare/evaluate.ts';
import type { NamedInstruction } from '../compare/null-rows.ts';
import { splitData, type TaskData } from '../tasks/data.ts';
import { runTask } from '../tasks/run-task.ts';
import type { Encode, Task } from '../tasks/types.ts';
import { candidates, type SearchSpace } from './candidates.ts';
import { type Round, successiveHalving } from './halving.ts';

export interface Found {
  readonly instruction: NamedInstruction;
  /** Its score on the half that chose it: too high by the luck of the choice. */
  readonly chosenAt: number;
  readonly rounds: readonly Round[];
  /** The half of the data that the search never saw: what to report on. */
  readonly unseen: TaskData;
}

/** The half of the data that a search with this seed never sees. @throws EvaluationError for data too small to be halved. */
export function unseenOf(data: TaskData, seed: number): TaskData {
  return splitData(data, 0.5, seed)[1];
}

/**
 * Finds the best instruction of a search space on one half of the data, by successive halving.
 * @param document Instruction of the documents; null takes the candidate for them too.
 * @param taskOf Makes the task of a part of the data.
 * @throws EvaluationError for an empty space, or data too small to be halved; what `encode` throws.
 */
export async function searchInstruction(
  space: SearchSpace & { readonly document: string | null },
  data: TaskData,
  encode: Encode,
  taskOf: (part: TaskData) => Task,
  {
    seed,
    drive,
    generate,
    onCandidate,
  }: Pick<EvaluateOptions, 'seed' | 'drive' | 'generate'> & {
    /** Called before each candidate of each round. @param share Part of the search's half that it is scored on. */
    readonly onCandidate?: (candidate: string, share: number) => void;
  },
): Promise<Found> {
  const [half, unseen] = splitData(data, 0.5, seed);
  const parts = new Map<number, Task>();
  const rounds = await successiveHalving(candidates(space), async (candidate, share) => {
    onCandidate?.(candidate, share);
    // The same seed draws a larger share around a smaller one, so that no text is embedded twice.
    const task = parts.get(share) ?? taskOf(splitData(half, share, seed)[0]);
    parts.set(share, task);
    const instruction = { query: candidate, document: space.document ?? candidate };
    const scores = await runTask(task, encode, instruction, drive, generate);
    return scores.measures[scores.main]!;
  });
  const { candidate, score } = rounds.at(-1)!.scores[0]!;
  const instruction = {
    name: `found by search: ${candidate.trim()}`,
    query: candidate,
    document: space.document ?? candidate,
    isNull: false,
  };
  return { instruction, chosenAt: score, rounds, unseen };
}
