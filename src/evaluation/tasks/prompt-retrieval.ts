import { rowDots } from '../../analysis/linear/dot.ts';
import { part, type Steps } from '../../analysis/steps.ts';
import type { EmbeddingMatrix } from '../../analysis/types.ts';
import { checkSameDim, toRows } from '../../analysis/validate.ts';
import { checkSameLength } from '../errors.ts';
import { exactMatch, rougeL } from '../measures/answers.ts';
import { meanOf, measured } from '../measures/statistic.ts';
import { answerOf, buildPrompt, type Example, type Prompt, type PromptBudget } from './prompts.ts';
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
  /** Name of the generator that answers the prompts. Without one the nearest example's answer is scored. */
  readonly generator?: string;
}

/**
 * Prompt retrieval as INSTRUCTOR's evaluation does it: for each instance the most similar annotated examples make a prompt;
 * the answer is scored by ROUGE-L or exact match. The unit is the instance.
 * @throws EvaluationError without examples or instances.
 */
export function promptRetrievalTask(
  { examples, instances }: PromptRetrievalData,
  { measure, annotated = null, budget, onPrompt, generator }: PromptRetrievalOptions,
): Task {
  checkCount('annotated examples', examples.length, 1);
  checkCount('instances', instances.length, 1);
  const name = measure === 'exact' ? 'exact_match' : 'rougeL';
  const answered =
    generator === undefined
      ? 'the nearest example’s answer, without a generator'
      : `the answer of ${generator} (greedy decoding)`;
  const score = (reference: string, answer: string) =>
    measure === 'exact' ? Number(exactMatch(reference, answer)) : rougeL(reference, answer);
  const prompt = (instance: number, ranked: readonly number[]) => {
    const built = buildPrompt(instances[instance]!.input, examples, ranked, budget);
    onPrompt?.(instance, built);
    return built.text;
  };

  /** Ranks the examples of each instance, most similar first. */
  function* rankings(
    [asked, given]: readonly EmbeddingMatrix[],
    visit: (instance: number, ranked: readonly number[]) => void,
  ): Steps<void> {
    const queries = toRows('instances', asked!);
    const rows = toRows('examples', given!);
    checkSameDim('instances', queries, 'examples', rows);
    const pool = annotated === null ? null : new Set(yield* part(voteK(rows, annotated), 0, 0.5));
    const cosines = new Float64Array(rows.count);
    for (const [i, { input }] of instances.entries()) {
      rowDots(queries.values, i, rows.values, 0, rows.count, rows.dim, cosines, 0);
      const ranked = Array.from(cosines.keys())
        .filter((at) => (pool?.has(at) ?? true) && examples[at]!.input !== input)
        .sort((a, b) => cosines[b]! - cosines[a]! || a - b);
      visit(i, ranked);
      if (i % 20 === 19) yield 0.5 + (0.5 * i) / instances.length;
    }
  }

  return {
    kind: 'promptRetrieval',
    protocol:
      `Prompt retrieval: the most similar of ${annotated ?? examples.length} examples` +
      `${annotated === null ? '' : ` that vote-k chose of ${examples.length}`}; ${name} of ${answered}.`,
    parts: [
      { role: 'query', texts: instances.map(({ input }) => input) },
      { role: 'query', texts: examples.map(({ input }) => input) },
    ],
    ...(generator !== undefined && {
      *prompts(rows) {
        const texts: string[] = [];
        yield* rankings(rows, (i, ranked) => texts.push(prompt(i, ranked)));
        return texts;
      },
    }),
    *score(rows, continuations) {
      let answers: string[];
      if (continuations === undefined) {
        answers = [];
        yield* rankings(rows, (i, ranked) => {
          if (onPrompt) prompt(i, ranked);
          answers.push(ranked[0] === undefined ? '' : examples[ranked[0]]!.output);
        });
      } else {
        checkSameLength('instances', instances, 'answers', continuations);
        answers = continuations.map((text) => answerOf(text, examples));
      }
      const statistic = meanOf(instances.map(({ output }, i) => score(output, answers[i]!)));
      return {
        main: name,
        measures: { [name]: measured(statistic, instances.length) },
        units: { name: 'instances', count: instances.length, statistic },
        notes: continuations
          ? []
          : ['No generator was run: the score is that of the nearest example’s own answer.'],
      };
    },
  };
}
