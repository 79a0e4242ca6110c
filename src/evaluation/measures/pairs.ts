/** Measures of scores for pairs that are alike or not: scikit-learn's average precision, and mteb's best thresholds. */
import { checkFinite, checkSameLength } from '../errors.ts';
import { sortTied, type Tied } from './order.ts';
import { measured, type Statistic } from './statistic.ts';

/**
 * Computes the average precision, as sklearn.metrics.average_precision_score does: the sum of the precisions at each
 * distinct score, weighted by the gain in recall. 0 where nothing is positive.
 * @param positive Whether each item is positive.
 * @throws EvaluationError for lists of different length, and scores that are not finite.
 */
export function averagePrecision(scores: ArrayLike<number>, positive: ArrayLike<boolean>): number {
  return measured(averagePrecisionOf(scores, positive), scores.length);
}

/** Makes the average precision of weighted items. */
export function averagePrecisionOf(
  scores: ArrayLike<number>,
  positive: ArrayLike<boolean>,
): Statistic {
  const tied = highestFirst(scores, positive);
  return (weights) => {
    let sum = 0;
    let before = 0;
    const all = eachThreshold(tied, positive, weights, ({ positives, taken }) => {
      if (positives > before) sum += ((positives - before) * positives) / taken;
      before = positives;
    });
    return all.positives === 0 ? 0 : sum / all.positives;
  };
}

/** The threshold that fits best, and what it gives. */
export interface BestThreshold {
  readonly value: number;
  /** Halfway between the last score above it and the first below; NaN where all scores are equal. */
  readonly threshold: number;
}

/**
 * Finds the best accuracy of "alike if the score is above a threshold", as mteb's AbsTaskPairClassification does: a
 * threshold lies between two different scores, so it is neither above nor below all of them. 0 where all are equal.
 * @throws EvaluationError as `averagePrecision`.
 */
export function bestAccuracy(
  scores: ArrayLike<number>,
  positive: ArrayLike<boolean>,
): BestThreshold {
  const negatives = count(positive, false);
  return best(scores, positive, ({ positives, taken }) => {
    return (positives + negatives - (taken - positives)) / scores.length;
  });
}

/** Finds the best F1 of the positive pairs, as mteb does; thresholds as for `bestAccuracy`. */
export function bestF1(
  scores: ArrayLike<number>,
  positive: ArrayLike<boolean>,
): BestThreshold & { readonly precision: number; readonly recall: number } {
  const all = count(positive, true);
  const of = ({ positives, taken }: Taken) => ({
    precision: positives / taken,
    recall: positives / all,
  });
  let found = { precision: 0, recall: 0 };
  const threshold = best(
    scores,
    positive,
    (taken) => {
      if (taken.positives === 0) return 0;
      const { precision, recall } = of(taken);
      return (2 * precision * recall) / (precision + recall);
    },
    (taken) => {
      found = of(taken);
    },
  );
  return { ...threshold, ...found };
}

/** The items whose score is at or above some score. */
interface Taken {
  readonly positives: number;
  readonly taken: number;
}

function best(
  scores: ArrayLike<number>,
  positive: ArrayLike<boolean>,
  measure: (taken: Taken) => number,
  onBest: (taken: Taken) => void = () => {},
): BestThreshold {
  const tied = highestFirst(scores, positive);
  let found: BestThreshold = { value: 0, threshold: Number.NaN };
  let group = 0;
  const each = new Float64Array(scores.length).fill(1);
  eachThreshold(tied, positive, each, (taken) => {
    const end = tied.ends[group]!;
    group += 1;
    if (end === scores.length) return;
    const value = measure(taken);
    if (value <= found.value) return;
    const [above, below] = [scores[tied.order[end - 1]!]!, scores[tied.order[end]!]!];
    found = { value, threshold: (above + below) / 2 };
    onBest(taken);
  });
  return found;
}

/** Visits each distinct score that has weight, highest first. @returns all items. */
function eachThreshold(
  { order, ends }: Tied,
  positive: ArrayLike<boolean>,
  weights: Float64Array,
  visit: (taken: Taken) => void,
): Taken {
  let [positives, taken, from] = [0, 0, 0];
  for (const to of ends) {
    const before = taken;
    for (let i = from; i < to; i++) {
      const item = order[i]!;
      taken += weights[item]!;
      if (positive[item]) positives += weights[item]!;
    }
    from = to;
    if (taken > before) visit({ positives, taken });
  }
  return { positives, taken };
}

function highestFirst(scores: ArrayLike<number>, positive: ArrayLike<boolean>): Tied {
  checkSameLength('scores', scores, 'labels', positive);
  checkFinite('score', scores);
  return sortTied(scores, -1);
}

function count(positive: ArrayLike<boolean>, value: boolean): number {
  let found = 0;
  for (let i = 0; i < positive.length; i++) if (positive[i] === value) found += 1;
  return found;
}
