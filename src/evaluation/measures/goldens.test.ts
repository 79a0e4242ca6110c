/** Against the field's implementations: training/reference/evaluation_goldens.py wrote goldens.json. */
import { describe, expect, it } from 'vitest';
import { exactMatch, rougeL } from './answers.ts';
import { clusterMeasures } from './clusters.ts';
import { pearson, spearman } from './correlation.ts';
import goldens from './goldens.json' with { type: 'json' };
import { labelMeasures } from './labels.ts';
import { averagePrecision, bestAccuracy, bestF1 } from './pairs.ts';
import {
  averagePrecisionAt,
  ndcgAt,
  precisionAt,
  rankHits,
  recallAt,
  reciprocalRankAt,
} from './ranking.ts';

const EXACT = 1e-9;

/** Expects the same number, or NaN for NaN. */
function same(actual: number, golden: number | string, what = ''): void {
  const expected = Number(golden);
  if (Number.isNaN(expected)) expect(actual, what).toBeNaN();
  else
    expect(Math.abs(actual - expected), `${what}: ${actual}, not ${expected}`).toBeLessThan(EXACT);
}

/** Numbers of JSON, with "nan" and "inf" as strings. */
const values = (list: readonly (number | string)[]) =>
  list.map((value) => (value === 'inf' ? Number.POSITIVE_INFINITY : Number(value)));

describe('correlations', () => {
  it.each(goldens.correlations)('$name', ({ a, b, ...golden }) => {
    same(pearson(values(a), values(b)), golden.pearson, 'pearson');
    same(spearman(values(a), values(b)), golden.spearman, 'spearman');
  });

  it('of fewer than two items there is none', () => {
    expect(pearson([], [])).toBeNaN();
    expect(spearman([1], [2])).toBeNaN();
  });

  it('lists of different length are refused', () => {
    expect(() => pearson([1, 2], [1])).toThrow('There are 2 values and 1 values');
  });
});

describe('pairs', () => {
  it.each(goldens.pairs)('$name', ({ scores, labels, ...golden }) => {
    const positive = labels.map((label) => label === 1);
    same(averagePrecision(scores, positive), golden.ap, 'ap');
    const accuracy = bestAccuracy(scores, positive);
    same(accuracy.value, golden.accuracy, 'accuracy');
    // Where there is no threshold, mteb names −1 and 0.
    if (accuracy.value > 0) same(accuracy.threshold, golden.accuracyThreshold, 'threshold');
    const f1 = bestF1(scores, positive);
    same(f1.value, golden.f1, 'f1');
    same(f1.precision, golden.precision, 'precision');
    same(f1.recall, golden.recall, 'recall');
    if (f1.value > 0) same(f1.threshold, golden.f1Threshold, 'threshold');
  });

  it('a score that is not finite is refused, as by scikit-learn', () => {
    expect(() => averagePrecision([0.1, Number.NaN], [true, false])).toThrow(
      'The score of item 2 is NaN',
    );
  });
});

describe('labels', () => {
  it.each(goldens.labellings)('$name', ({ name: _, actual, predicted, ...golden }) => {
    const found = labelMeasures(actual, predicted);
    for (const [name, value] of Object.entries(golden)) {
      same(found[name as keyof typeof found], value, name);
    }
  });

  it('no labels are refused', () => {
    expect(() => labelMeasures([], [])).toThrow('There are no labels');
  });
});

describe('clusters', () => {
  it.each(goldens.clusterings)('$name', ({ labels, clusters, ...golden }) => {
    const found = clusterMeasures(labels, clusters);
    same(found.vMeasure, golden.vMeasure, 'v-measure');
    same(found.ari, golden.ari, 'ari');
  });
});

describe('rankings', () => {
  it.each(goldens.rankings)('$name', (golden) => {
    const hits = Object.entries(golden.scores).map(([document, score]) => ({ document, score }));
    const ranked = rankHits(hits);
    const judged = new Map<string, number>(Object.entries(golden.judged));
    for (const [i, k] of goldens.ks.entries()) {
      same(ndcgAt(ranked, judged, k), golden.ndcg[i]!, `ndcg@${k}`);
      same(recallAt(ranked, judged, k), golden.recall[i]!, `recall@${k}`);
      same(averagePrecisionAt(ranked, judged, k), golden.map[i]!, `map@${k}`);
      same(precisionAt(ranked, judged, k), golden.precision[i]!, `precision@${k}`);
      same(reciprocalRankAt(ranked, judged, k), golden.mrr[i]!, `mrr@${k}`);
    }
  });
});

describe('answers', () => {
  it.each(goldens.answers)('$reference | $prediction', ({ reference, prediction, ...golden }) => {
    same(rougeL(reference, prediction), golden.rougeL, 'ROUGE-L');
    expect(exactMatch(reference, prediction)).toBe(golden.exact);
  });
});
