import type { Steps } from '../../analysis/steps.ts';
import type { EmbeddingMatrix } from '../../analysis/types.ts';
import type { Statistic } from '../measures/statistic.ts';

/** Embeds texts under an instruction: one row a text, in order. */
export type Encode = (texts: readonly string[], instruction: string) => Promise<EmbeddingMatrix>;

/** Has a text-generation model continue prompts: one continuation a prompt, in order, without the prompt. */
export type Generate = (prompts: readonly string[]) => Promise<readonly string[]>;

type Role = 'query' | 'document';

/** The instruction of a task: one for queries and one for documents. Tasks without queries use the first. */
export interface Instruction {
  readonly query: string;
  readonly document: string;
}

/** Texts that a task needs rows of. */
export interface TaskTexts {
  readonly role: Role;
  readonly texts: readonly string[];
}

/** What is drawn anew in a bootstrap, and swapped in a paired test. */
export interface Units {
  /** In the plural: "texts", "queries". */
  readonly name: string;
  readonly count: number;
  /** The main measure by the weights of the units. */
  readonly statistic: Statistic;
  /** How its interval is made where that is not BCa: on the logit's scale, for an average precision. */
  readonly interval?: 'logit';
}

export interface TaskScores {
  /** Name of the main measure in `measures`. */
  readonly main: string;
  /** Measures by mteb's names, as fractions. */
  readonly measures: Readonly<Record<string, number>>;
  readonly units: Units;
  /** What a reader must know, a sentence each. */
  readonly notes: readonly string[];
}

export type TaskKind =
  | 'classification'
  | 'clustering'
  | 'pairClassification'
  | 'reranking'
  | 'retrieval'
  | 'sts'
  | 'summarisation'
  | 'billboard'
  | 'promptRetrieval';

export interface Task {
  readonly kind: TaskKind;
  /** What is done with the vectors, for a paper: one sentence or two. */
  readonly protocol: string;
  /** The texts to embed. The rows of each go to `score`, in this order. */
  readonly parts: readonly TaskTexts[];
  /** Makes what a generator is asked before `score`: a prompt an instance. Only of tasks that want one. */
  readonly prompts?: (rows: readonly EmbeddingMatrix[]) => Steps<readonly string[]>;
  /**
   * Computes the scores. Yields the fraction done.
   * @param continuations What the generator made of `prompts`. @throws EvaluationError
   */
  readonly score: (
    rows: readonly EmbeddingMatrix[],
    continuations?: readonly string[],
  ) => Steps<TaskScores>;
}
