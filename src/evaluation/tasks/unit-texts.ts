import { numbered } from '../measures/clusters.ts';
import type { TaskData } from './data.ts';
import { askedQueries, rerankedItems } from './retrieval.ts';

/**
 * Lists what stands for each unit of a task, in the order of its statistic: the text, the query, the two of a pair, the
 * first reference of a group. Null where a result's units need not be all of the data (summarisation leaves out some).
 */
export function unitTexts(given: TaskData): string[] | null {
  switch (given.kind) {
    case 'classification':
      return given.data.test.map(({ text }) => text);
    case 'clustering':
      return given.data.map(({ text }) => text);
    case 'pairClassification':
    case 'sts':
      return given.data.map(({ a, b }) => `${a} ↔ ${b}`);
    case 'retrieval':
      return askedQueries(given.data).map(({ text }) => text);
    case 'reranking':
      return rerankedItems(given.data).map(({ query }) => query);
    case 'billboard': {
      const groupOf = numbered(given.data.map(({ references }) => JSON.stringify(references)));
      const firsts: string[] = [];
      for (const [text, group] of groupOf.entries())
        firsts[group] ??= given.data[text]!.references[0]!;
      return firsts;
    }
    case 'promptRetrieval':
      return given.data.instances.map(({ input }) => input);
    case 'summarisation':
      return null;
  }
}
