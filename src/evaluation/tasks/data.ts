import { seededRandom } from '../../lib/random.ts';
import { numbered } from '../measures/clusters.ts';
import {
  type ClassificationData,
  classificationTask,
  type LabelledText,
} from './classification.ts';
import { clusteringTask } from './clustering.ts';
import { type LabelledPair, pairClassificationTask, type ScoredPair, stsTask } from './pairs.ts';
import {
  type PromptRetrievalData,
  type PromptRetrievalOptions,
  promptRetrievalTask,
} from './prompt-retrieval.ts';
import {
  billboardTask,
  type JudgedSummaries,
  type JudgedText,
  summarisationTask,
} from './references.ts';
import {
  type RerankingItem,
  type RetrievalData,
  rerankingTask,
  retrievalTask,
} from './retrieval.ts';
import type { Task } from './types.ts';

/** Labelled data of one task. */
export type TaskData =
  | { readonly kind: 'classification'; readonly data: ClassificationData }
  | { readonly kind: 'clustering'; readonly data: readonly LabelledText[] }
  | { readonly kind: 'pairClassification'; readonly data: readonly LabelledPair[] }
  | { readonly kind: 'sts'; readonly data: readonly ScoredPair[] }
  | { readonly kind: 'retrieval'; readonly data: RetrievalData }
  | { readonly kind: 'reranking'; readonly data: readonly RerankingItem[] }
  | { readonly kind: 'summarisation'; readonly data: readonly JudgedSummaries[] }
  | { readonly kind: 'billboard'; readonly data: readonly JudgedText[] }
  | { readonly kind: 'promptRetrieval'; readonly data: PromptRetrievalData };

/** Makes the task of its data, with mteb's defaults. @throws EvaluationError */
export function taskOf({ kind, data }: TaskData, prompts: PromptRetrievalOptions): Task {
  switch (kind) {
    case 'classification':
      return classificationTask(data);
    case 'clustering':
      return clusteringTask(data);
    case 'pairClassification':
      return pairClassificationTask(data);
    case 'sts':
      return stsTask(data);
    case 'retrieval':
      return retrievalTask(data);
    case 'reranking':
      return rerankingTask(data);
    case 'summarisation':
      return summarisationTask(data);
    case 'billboard':
      return billboardTask(data);
    case 'promptRetrieval':
      return promptRetrievalTask(data, prompts);
  }
}

/**
 * Splits data at random into two parts without a common unit: texts to be predicted, queries, pairs, groups with the same
 * references, instances. What is learnt from or searched in (training texts, documents, annotated examples) is in both.
 * @param share Share of the units in the first part, 0 to 1.
 */
export function splitData(given: TaskData, share: number, seed: number): [TaskData, TaskData] {
  const halve = <Item>(items: readonly Item[], unitOf?: Int32Array) =>
    divide(items, share, seed, unitOf);
  switch (given.kind) {
    case 'classification': {
      const { train, test } = given.data;
      const [a, b] = halve(test);
      return [
        { ...given, data: { train, test: a } },
        { ...given, data: { train, test: b } },
      ];
    }
    case 'retrieval': {
      const [a, b] = halve(given.data.queries);
      return [
        { ...given, data: { ...given.data, queries: a } },
        { ...given, data: { ...given.data, queries: b } },
      ];
    }
    case 'promptRetrieval': {
      const [a, b] = halve(given.data.instances);
      return [
        { ...given, data: { ...given.data, instances: a } },
        { ...given, data: { ...given.data, instances: b } },
      ];
    }
    case 'billboard': {
      const groups = numbered(given.data.map(({ references }) => JSON.stringify(references)));
      const [a, b] = halve(given.data, groups);
      return [
        { ...given, data: a },
        { ...given, data: b },
      ];
    }
    case 'clustering': {
      const [a, b] = halve(given.data);
      return [
        { ...given, data: a },
        { ...given, data: b },
      ];
    }
    case 'pairClassification': {
      const [a, b] = halve(given.data);
      return [
        { ...given, data: a },
        { ...given, data: b },
      ];
    }
    case 'sts': {
      const [a, b] = halve(given.data);
      return [
        { ...given, data: a },
        { ...given, data: b },
      ];
    }
    case 'reranking': {
      const [a, b] = halve(given.data);
      return [
        { ...given, data: a },
        { ...given, data: b },
      ];
    }
    case 'summarisation': {
      const [a, b] = halve(given.data);
      return [
        { ...given, data: a },
        { ...given, data: b },
      ];
    }
  }
}

function divide<Item>(
  items: readonly Item[],
  share: number,
  seed: number,
  unitOf: Int32Array = Int32Array.from(items, (_, i) => i),
): [Item[], Item[]] {
  const units = unitOf.reduce((most, unit) => Math.max(most, unit), -1) + 1;
  const random = seededRandom(seed);
  const order = Int32Array.from({ length: units }, (_, i) => i);
  for (let i = units - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const first = new Set(order.subarray(0, Math.round(share * units)));
  const isFirst = (_: Item, i: number) => first.has(unitOf[i]!);
  return [items.filter(isFirst), items.filter((item, i) => !isFirst(item, i))];
}
