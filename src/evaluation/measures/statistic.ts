/**
 * A measure of items as a function of their weights, which are whole numbers: how often a resample drew each item.
 * With a weight of 1 for each item it is the measure itself. Whatever can be computed once (the order of the scores) is
 * computed when the statistic is made, so that each resample takes a time linear in the items.
 */
export type Statistic = (weights: Float64Array) => number;

/** Computes the measure of the items themselves. */
export function measured(statistic: Statistic, items: number): number {
  return statistic(new Float64Array(items).fill(1));
}

/** Makes the mean of values; NaN without any weight. */
export function meanOf(values: ArrayLike<number>): Statistic {
  return (weights) => {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < values.length; i++) {
      const weight = weights[i]!;
      if (weight === 0) continue;
      sum += weight * values[i]!;
      total += weight;
    }
    return sum / total;
  };
}
