/** Measures of predicted labels, as scikit-learn's. */
import { checkSameLength, EvaluationError } from '../errors.ts';

export interface LabelMeasures {
  readonly accuracy: number;
  /** Means over all labels that occur, in truth or prediction, of each label's own measure; 0 where one is undefined. */
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  /** The same means, weighted by how many items have the label. */
  readonly f1Weighted: number;
  readonly precisionWeighted: number;
  readonly recallWeighted: number;
}

interface Counts {
  hits: number;
  /** Items predicted to have the label, and items that have it. */
  predicted: number;
  actual: number;
}

/**
 * Compares predicted labels with the true ones, as accuracy_score, f1_score, precision_score and recall_score do with
 * `average` macro and weighted.
 * @throws EvaluationError for lists of different length or without items.
 */
export function labelMeasures<Label>(
  actual: readonly Label[],
  predicted: readonly Label[],
): LabelMeasures {
  checkSameLength('labels', actual, 'predictions', predicted);
  if (actual.length === 0) {
    throw new EvaluationError(
      'There are no labels to compare; give at least one text with a label.',
    );
  }
  const counts = new Map<Label, Counts>();
  const of = (label: Label): Counts => {
    const found = counts.get(label) ?? { hits: 0, predicted: 0, actual: 0 };
    counts.set(label, found);
    return found;
  };
  let hits = 0;
  for (const [i, label] of actual.entries()) {
    const guess = predicted[i]!;
    of(label).actual += 1;
    of(guess).predicted += 1;
    if (guess !== label) continue;
    of(label).hits += 1;
    hits += 1;
  }
  const all = [...counts.values()];
  const macro = (measure: (counts: Counts) => number) =>
    all.reduce((sum, each) => sum + measure(each), 0) / all.length;
  const weighted = (measure: (counts: Counts) => number) =>
    all.reduce((sum, each) => sum + each.actual * measure(each), 0) / actual.length;
  return {
    accuracy: hits / actual.length,
    f1: macro(f1),
    precision: macro(precision),
    recall: macro(recall),
    f1Weighted: weighted(f1),
    precisionWeighted: weighted(precision),
    recallWeighted: weighted(recall),
  };
}

const f1 = ({ hits, predicted, actual }: Counts) => (2 * hits) / (predicted + actual);
const precision = ({ hits, predicted }: Counts) => (predicted === 0 ? 0 : hits / predicted);
const recall = ({ hits, actual }: Counts) => (actual === 0 ? 0 : hits / actual);
