import type { TaskData } from './data.ts';
import type { PromptRetrievalOptions } from './prompt-retrieval.ts';

/** Chooses the measure of answers: those of a word or two are right or wrong; longer ones are compared by ROUGE-L. */
export function answerMeasure({ kind, data }: TaskData): PromptRetrievalOptions['measure'] {
  const areShort =
    kind === 'promptRetrieval' &&
    data.instances.every(({ output }) => output.trim().split(/\s+/).length <= 2);
  return areShort ? 'exact' : 'rougeL';
}
