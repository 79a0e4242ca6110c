/** Against mteb's own task classes: training/reference/evaluation_task_goldens.py wrote goldens.json. */
import { expect, it } from 'vitest';
import { noisyLabels } from '../../../testing/labelled-rows.ts';
import { topicRows } from '../../../testing/rows.ts';
import { finish } from '../../analysis/steps.ts';
import { classificationTask } from './classification.ts';
import { clusteringTask } from './clustering.ts';
import goldens from './goldens.json' with { type: 'json' };
import { pairClassificationTask, stsTask } from './pairs.ts';
import { summarisationTask } from './references.ts';
import { rerankingTask, retrievalTask } from './retrieval.ts';
import { runTask } from './run-task.ts';
import type { Encode, Task } from './types.ts';

const CLOSE = 1e-4;

type Golden = (typeof goldens.tasks)[number];
const text = (row: number) => `t${row}`;
const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);

/** The row of text "t12" is row 12. */
function lookUp(shape: Golden['shape']): Encode {
  const { vectors, dim } = topicRows(shape);
  return async (texts) => ({
    vectors: Float32Array.from(
      texts.flatMap((each) => {
        const row = Number(each.slice(1));
        return [...vectors.subarray(row * dim, (row + 1) * dim)];
      }),
    ),
    count: texts.length,
    dim,
  });
}

function taskOf(golden: Golden): Task {
  const { shape } = golden;
  const labelled = () => {
    const labels = noisyLabels(shape.seed, shape.count, golden.classes!, golden.noise!);
    return upTo(shape.count).map((row) => ({ text: text(row), label: `${labels[row]}` }));
  };
  const half = shape.count / 2;
  const pairs = upTo(half).map((row) => ({ a: text(row), b: text(half + row) }));
  switch (golden.kind) {
    case 'classification': {
      const all = labelled();
      const { trained } = golden;
      return classificationTask({ train: all.slice(0, trained), test: all.slice(trained) });
    }
    case 'clustering':
      return clusteringTask(labelled(), { fraction: golden.fraction ?? null });
    case 'pairClassification':
      return pairClassificationTask(
        pairs.map((pair, i) => ({ ...pair, alike: golden.labels![i] === 1 })),
      );
    case 'sts':
      return stsTask(pairs.map((pair, i) => ({ ...pair, score: golden.gold![i]! })));
    case 'retrieval': {
      const queries = golden.queries!;
      const judgements = Object.entries(golden.judged!).map(
        ([query, judged]) => [query, new Map(Object.entries(judged as object))] as const,
      );
      return retrievalTask({
        queries: upTo(queries).map((row) => ({ id: `q${row}`, text: text(row) })),
        documents: upTo(shape.count - queries, queries).map((row) => ({
          id: `d${row}`,
          text: text(golden.repeated ? queries + ((row - queries) % 40) : row),
        })),
        judgements: new Map(judgements),
      });
    }
    case 'reranking': {
      const { queries, positives, negatives } = golden as { [name: string]: unknown } & {
        queries: number;
        positives: number;
        negatives: number;
      };
      const each = positives + negatives;
      return rerankingTask(
        upTo(queries).map((query) => {
          const first = queries + query * each;
          return {
            query: text(query),
            positive: upTo(positives, first).map(text),
            negative: [...upTo(negatives - 1, first + positives), first].map(text),
          };
        }),
      );
    }
    case 'summarisation': {
      const [human, machine] = [golden.human!, golden.machine!];
      return summarisationTask(
        golden.relevance!.map((relevance, i) => {
          const first = i * (human + machine);
          return {
            humanSummaries: upTo(human, first).map(text),
            machineSummaries: upTo(machine, first + human).map(text),
            relevance,
          };
        }),
      );
    }
    default:
      throw new Error(`No task for ${golden.kind}`);
  }
}

/** Measures of mteb that Facet does not compute. */
const LEFT_OUT = /^(main_score|ami|ami_std|hit_rate_at_.*|similarity_.*|dot_(pearson|spearman))$/;

it.each(goldens.tasks)('$kind: $name', async (golden) => {
  const task = taskOf(golden);
  const instruction = { query: '', document: '' };
  const found = await runTask(task, lookUp(golden.shape), instruction, finish);
  const expected = Object.entries(golden.scores as Record<string, number>).filter(
    ([name]) => !LEFT_OUT.test(name) && !(name === 'accuracy' && task.kind.startsWith('re')),
  );
  expect(expected.length).toBeGreaterThan(1);
  for (const [name, value] of expected) {
    const actual = found.measures[name]!;
    expect(Math.abs(actual - value), `${name}: ${actual}, not ${value}`).toBeLessThan(CLOSE);
  }
  const main = (golden.scores as Record<string, number>).main_score!;
  expect(Math.abs(found.measures[found.main]! - main)).toBeLessThan(CLOSE);
  // The bootstrap's statistic is the measure where each unit is drawn once.
  const { count, statistic } = found.units;
  const once = statistic(new Float64Array(count).fill(1));
  expect(Math.abs(once - found.measures[found.main]!)).toBeLessThan(1e-12);
});
