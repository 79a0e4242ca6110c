import { agreementOf, type ContingencyTable } from '../../analysis/compare/agree.ts';
import { checkSameLength } from '../errors.ts';
import type { Statistic } from './statistic.ts';

export interface ClusterMeasures {
  /** Harmonic mean of homogeneity and completeness (Rosenberg & Hirschberg 2007), 0 to 1. */
  readonly vMeasure: number;
  /** Adjusted Rand index (Hubert & Arabie 1985). */
  readonly ari: number;
}

/**
 * Compares clusters with labels, as sklearn.metrics' v_measure_score and adjusted_rand_score do. NaN without items.
 * @throws EvaluationError for lists of different length.
 */
export function clusterMeasures(
  labels: ArrayLike<string | number>,
  clusters: ArrayLike<string | number>,
): ClusterMeasures {
  const each = new Float64Array(labels.length).fill(1);
  const { vMeasure, ari } = agreementOf(contingency(numbered(labels), numbered(clusters), each));
  return { vMeasure, ari };
}

/** Makes the V-measure of weighted items. @param labels Numbers from 0 on, as `clusters`. */
export function vMeasureOf(labels: Int32Array, clusters: Int32Array): Statistic {
  return (weights) => agreementOf(contingency(labels, clusters, weights)).vMeasure;
}

function contingency(
  labels: Int32Array,
  clusters: Int32Array,
  weights: Float64Array,
): ContingencyTable {
  checkSameLength('labels', labels, 'clusters', clusters);
  const rows = labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  const columns = clusters.reduce((most, label) => Math.max(most, label), -1) + 1;
  const counts = new Int32Array(rows * columns);
  let texts = 0;
  for (let i = 0; i < labels.length; i++) {
    counts[labels[i]! * columns + clusters[i]!]! += weights[i]!;
    texts += weights[i]!;
  }
  return { rows, columns, counts, texts };
}

/** Numbers distinct values from 0 on, in the order in which they come. */
export function numbered(values: ArrayLike<string | number>): Int32Array {
  const numbers = new Map<string | number, number>();
  return Int32Array.from({ length: values.length }, (_, i) => {
    const value = values[i]!;
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, numbers.size);
    return numbers.size - 1;
  });
}
