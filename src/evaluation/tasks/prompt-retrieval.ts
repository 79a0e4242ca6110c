import { rowDots } from '../../analysis/linear/dot.ts';
import { part } from '../../analysis/steps.ts';
import { checkSameDim, toRows } from '../../analysis/validate.ts';
import { exactMatch, rougeL } from '../measures/answers.ts';
import { meanOf, measured } from '../measures/statistic.ts';
import { buildPrompt, type Example, type Prompt, type PromptBudget } from './prompts.ts';
import { checkCount } from './rows.ts';
import type { Task } from './types.ts';
import { voteK } from './vote-k.ts';

export interface PromptRetrievalData {
  /** Annotated examples, and the instances to answer. */
  readonly examples: readonly Example[];
  readonly instances: readonly Example[];
}

export interface PromptRetrievalOptions {
  readonly measure: 'rougeL' | 'exact';
  /** Examples that vote-k keeps before the search; null keeps all. Default null. */
  readonly annotated?: number | null;
  /** Budget of the prompts that `onPrompt` gets. */
  readonly budget: PromptBudget;
  /** Called with the prompt of each instance, for export or a generator. */
  readonly onPrompt?: (instance: number, prompt: Prompt) => void;
  /** Answers that a generator gave to the prompts. Without them the nearest example's answer is scored. */
  readonly answers?: readonly string[];
}

/**
 * Prompt retrieval as INSTRUCTOR's evaluation does it: for each instance the most similar annotated examples make a prompt;
 * the answer is scored by ROUGE-L or exact match. The unit is the instance.
 * @throws EvaluationError without examples or instances.
 */
export function promptRetrievalTask(
  { examples, instances }: PromptRetrievalData,
  { measure, annotated = null, budget, onPrompt, answers }: PromptRetrievalOptions,
): Task {
  checkCount('annotated examples', examples.length, 1);
  checkCount('instances', instances.length, 1);
  const name = measure === 'exact' ? 'exact_match' : 'rougeL';
  const answered = answers
    ? 'a generator’s answer'
    : 'the nearest example’s answer, without a generator';
  const score = (reference: string, answer: string) =>
    measure === 'exact' ? Number(exactMatch(reference, answer)) : rougeL(reference, answer);
  return {
    kind: 'promptRetrieval',
    protocol:
      `Prompt retrieval: the most similar of ${annotated ?? examples.length} examples` +
      `${annotated === null ? '' : ` that vote-k chose of ${examples.length}`}; ${name} of ${answered}.`,
    parts: [
      { role: 'query', texts: instances.map(({ input }) => input) },
      { role: 'query', texts: examples.map(({ input }) => input) },
    ],
    *score([asked, given]) {
      const queries = toRows('instances', asked!);
      const rows = toRows('examples', given!);
      checkSameDim('instances', queries, 'examples', rows);
      const pool = annotated === null ? null : new Set(yield* part(voteK(rows, annotated), 0, 0.5));
      const values = new Float64Array(instances.length);
      const cosines = new Float64Array(rows.count);
      for (const [i, instance] of instances.entries()) {
        rowDots(queries.values, i, rows.values, 0, rows.count, rows.dim, cosines, 0);
        const ranked = Array.from(cosines.keys())
          .filter((at) => (pool?.has(at) ?? true) && examples[at]!.input !== instance.input)
          .sort((a, b) => cosines[b]! - cosines[a]! || a - b);
        onPrompt?.(i, buildPrompt(instance.input, examples, ranked, budget));
        const nearest = ranked[0];
        const answer = answers?.[i] ?? (nearest === undefined ? '' : examples[nearest]!.output);
        values[i] = score(instance.output, answer);
        if (i % 20 === 19) yield 0.5 + (0.5 * i) / instances.length;
      }
      const statistic = meanOf(values);
      return {
        main: name,
        measures: { [name]: measured(statistic, instances.length) },
        units: { name: 'instances', count: instances.length, statistic },
        notes: answers
          ? []
          : ['No generator was run: the score is that of the nearest example’s own answer.'],
      };
    },
  };
}
