/** Tasks of pairs of texts: pair classification and semantic textual similarity. */
import type { Float64Matrix } from '../../analysis/linear/dot.ts';
import type { EmbeddingMatrix } from '../../analysis/types.ts';
import { toRows } from '../../analysis/validate.ts';
import { EvaluationError } from '../errors.ts';
import { pearson, spearman, spearmanOf } from '../measures/correlation.ts';
import { averagePrecisionOf, bestAccuracy, bestF1 } from '../measures/pairs.ts';
import { measured } from '../measures/statistic.ts';
import { checkCount, pairedCosines, plainRows } from './rows.ts';
import type { Task, TaskTexts } from './types.ts';

interface TextPair {
  readonly a: string;
  readonly b: string;
}

export interface LabelledPair extends TextPair {
  /** Whether the two are alike. */
  readonly alike: boolean;
}

export interface ScoredPair extends TextPair {
  readonly score: number;
}

/**
 * Pair classification as mteb does it: the average precision of "alike by similarity", and the best accuracy and F1 over
 * thresholds, by cosine, dot product, Manhattan and Euclidean distance; `max_ap`, the main one, is the best of the four.
 * The unit is the pair. @throws EvaluationError without pairs.
 */
export function pairClassificationTask(pairs: readonly LabelledPair[]): Task {
  checkCount('pairs', pairs.length, 1);
  const alike = pairs.map((pair) => pair.alike);
  return {
    kind: 'pairClassification',
    protocol:
      'Pair classification: average precision of similarity, the best of cosine, dot product, Manhattan and Euclidean distance.',
    parts: sides(pairs),
    *score(rows) {
      const scores = similarities(rows);
      const precision = Object.values(scores).map((each) => averagePrecisionOf(each, alike));
      const measures: Record<string, number> = {};
      for (const [name, each] of Object.entries(scores)) {
        const f1 = bestF1(each, alike);
        measures[`${name}_accuracy`] = bestAccuracy(each, alike).value;
        measures[`${name}_f1`] = f1.value;
        measures[`${name}_precision`] = f1.precision;
        measures[`${name}_recall`] = f1.recall;
        measures[`${name}_ap`] = measured(averagePrecisionOf(each, alike), pairs.length);
      }
      yield 0.9;
      for (const measure of ['accuracy', 'f1', 'precision', 'recall', 'ap']) {
        const all = Object.keys(scores).map((name) => measures[`${name}_${measure}`]!);
        measures[`max_${measure}`] = Math.max(...all);
      }
      return {
        main: 'max_ap',
        measures,
        units: {
          name: 'pairs',
          count: pairs.length,
          statistic: (weights) => Math.max(...precision.map((each) => each(weights))),
          interval: 'logit',
        },
        notes: [],
      };
    },
  };
}

/**
 * Semantic textual similarity as mteb does it: correlation of the pairs' scores with their similarities; the main one is
 * Spearman's with cosines. The unit is the pair.
 * @throws EvaluationError for fewer than three pairs, and scores that are not finite.
 */
export function stsTask(pairs: readonly ScoredPair[]): Task {
  checkCount('pairs', pairs.length, 3);
  const gold = pairs.map(({ score }) => score);
  const wrong = gold.findIndex((score) => !Number.isFinite(score));
  if (wrong >= 0) {
    throw new EvaluationError(`The score of pair ${wrong + 1} is ${gold[wrong]}; give a number.`);
  }
  return {
    kind: 'sts',
    protocol: 'Semantic textual similarity: Spearman’s ρ of cosines with the given scores.',
    parts: sides(pairs),
    *score(rows) {
      const { dot: _, ...scores } = similarities(rows);
      const measures: Record<string, number> = {};
      for (const [name, each] of Object.entries(scores)) {
        measures[`${name}_pearson`] = pearson(gold, each);
        measures[`${name}_spearman`] = spearman(gold, each);
      }
      yield 0.9;
      const { cosine_pearson, cosine_spearman } = measures;
      return {
        main: 'cosine_spearman',
        measures: { pearson: cosine_pearson!, spearman: cosine_spearman!, ...measures },
        units: {
          name: 'pairs',
          count: pairs.length,
          statistic: spearmanOf(gold, scores.cosine),
        },
        notes: [],
      };
    },
  };
}

function sides(pairs: readonly TextPair[]): TaskTexts[] {
  return [
    { role: 'query', texts: pairs.map(({ a }) => a) },
    { role: 'query', texts: pairs.map(({ b }) => b) },
  ];
}

/** Similarities of the two rows of each pair: higher is more alike. */
function similarities([a, b]: readonly EmbeddingMatrix[]) {
  const plain = [plainRows('first texts', a!), plainRows('second texts', b!)] as const;
  return {
    cosine: pairedCosines(toRows('first texts', a!), toRows('second texts', b!)),
    manhattan: paired(...plain, (sum, x, y) => sum - Math.abs(x - y)),
    euclidean: paired(...plain, (sum, x, y) => sum + (x - y) ** 2).map((sum) => -Math.sqrt(sum)),
    dot: paired(...plain, (sum, x, y) => sum + x * y),
  };
}

function paired(
  a: Float64Matrix,
  b: Float64Matrix,
  add: (sum: number, x: number, y: number) => number,
): Float64Array {
  const { dim } = a;
  return Float64Array.from({ length: a.count }, (_, i) => {
    let sum = 0;
    for (let c = i * dim; c < (i + 1) * dim; c++) sum = add(sum, a.values[c]!, b.values[c]!);
    return sum;
  });
}
