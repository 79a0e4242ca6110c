import { part } from '../../analysis/steps.ts';
import { EvaluationError } from '../errors.ts';
import { fitLogistic, predict } from '../logistic/logistic-regression.ts';
import { numbered } from '../measures/clusters.ts';
import { type LabelMeasures, labelMeasures } from '../measures/labels.ts';
import { averagePrecision } from '../measures/pairs.ts';
import { compareIds } from '../measures/ranking.ts';
import { meanOf } from '../measures/statistic.ts';
import { RandomState } from '../random/numpy.ts';
import { checkCount, picked, plainRows } from './rows.ts';
import type { Task } from './types.ts';

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

export interface ClassificationData {
  readonly train: readonly LabelledText[];
  readonly test: readonly LabelledText[];
}

/** mteb's defaults (AbsTaskClassification). */
export interface ClassificationOptions {
  /** Training texts of each label in an experiment. Infinity takes all, in their order. */
  readonly samplesPerLabel: number;
  readonly experiments: number;
  readonly maxIterations: number;
  readonly seed: number;
}

const DEFAULTS: ClassificationOptions = {
  samplesPerLabel: 8,
  experiments: 10,
  maxIterations: 100,
  seed: 42,
};

/**
 * Classification as mteb does it: in each experiment a logistic regression learns from some training texts of each label
 * and predicts the test texts; the scores are means over experiments. The unit is the test text.
 * @throws EvaluationError for fewer than two labels, or no test text.
 */
export function classificationTask(
  { train, test }: ClassificationData,
  given: Partial<ClassificationOptions> = {},
): Task {
  const options = { ...DEFAULTS, ...given };
  checkCount('test texts', test.length, 1);
  const labels = [...new Set(train.map(({ label }) => label))].sort(compareIds);
  if (labels.length < 2) {
    throw new EvaluationError(
      `The training texts have ${labels.length} label(s); a classification needs at least two.`,
    );
  }
  const classOf = new Map(labels.map((label, at) => [label, at]));
  const experiments = samples(train, options);
  const union = [...new Set(experiments.flatMap((chosen) => [...chosen]))].sort((a, b) => a - b);
  const rowOf = new Map(union.map((text, at) => [text, at]));
  const actual = test.map(({ label }) => label);
  const { samplesPerLabel, maxIterations } = options;
  const learnt = samplesPerLabel === Infinity ? 'all' : `${samplesPerLabel}`;
  return {
    kind: 'classification',
    protocol:
      `Classification: logistic regression (L-BFGS, L2 with C = 1, ${maxIterations} iterations at most) on ${learnt} ` +
      `training texts of each label, ${experiments.length} experiment(s), mean accuracy on the test texts.`,
    parts: [
      { role: 'query', texts: union.map((at) => train[at]!.text) },
      { role: 'query', texts: test.map(({ text }) => text) },
    ],
    *score([trainRows, testRows]) {
      const trained = plainRows('training texts', trainRows!);
      const tested = plainRows('test texts', testRows!);
      const hits = new Float64Array(test.length);
      const found: Record<string, number>[] = [];
      for (const [experiment, chosen] of experiments.entries()) {
        const x = picked(
          trained,
          chosen.map((at) => rowOf.get(at)!),
        );
        const y = Int32Array.from(chosen, (at) => classOf.get(train[at]!.label)!);
        const from = experiment / experiments.length;
        const to = (experiment + 1) / experiments.length;
        const model = yield* part(fitLogistic(x, y, labels.length, { maxIterations }), from, to);
        const predicted = Array.from(predict(model, tested), (at) => labels[at]!);
        found.push(named(labelMeasures(actual, predicted), actual, predicted));
        for (const [i, label] of predicted.entries()) {
          if (label === actual[i]) hits[i]! += 1 / experiments.length;
        }
      }
      const names = Object.keys(found[0]!);
      const mean = (name: string) =>
        found.reduce((sum, each) => sum + each[name]!, 0) / found.length;
      return {
        main: 'accuracy',
        measures: Object.fromEntries(names.map((name) => [name, mean(name)])),
        units: { name: 'test texts', count: test.length, statistic: meanOf(hits) },
        notes: unknownLabels(actual, classOf),
      };
    },
  };
}

/** Draws the training texts of each experiment: the order of the last is shuffled again, as mteb does. */
function samples(
  train: readonly LabelledText[],
  { samplesPerLabel, experiments, seed }: ClassificationOptions,
): Int32Array[] {
  const order = Int32Array.from(train, (_, i) => i);
  if (samplesPerLabel === Infinity) return [order];
  const label = numbered(train.map((each) => each.label));
  return Array.from({ length: experiments }, () => {
    new RandomState(seed).shuffle(order);
    const taken = new Map<number, number>();
    return order.filter((text) => {
      const before = taken.get(label[text]!) ?? 0;
      if (before === samplesPerLabel) return false;
      taken.set(label[text]!, before + 1);
      return true;
    });
  });
}

function named(
  found: LabelMeasures,
  actual: readonly string[],
  predicted: readonly string[],
): Record<string, number> {
  const { f1Weighted, precisionWeighted, recallWeighted, ...macro } = found;
  const kinds = [...new Set(actual)].sort(compareIds);
  // Of hard predictions, as mteb computes it.
  const ap =
    kinds.length === 2
      ? averagePrecision(
          predicted.map((label) => (label === kinds[1] ? 1 : 0)),
          actual.map((label) => label === kinds[1]),
        )
      : undefined;
  return {
    ...macro,
    f1_weighted: f1Weighted,
    precision_weighted: precisionWeighted,
    recall_weighted: recallWeighted,
    ...(ap !== undefined && { ap, ap_weighted: ap }),
  };
}

function unknownLabels(actual: readonly string[], known: ReadonlyMap<string, number>): string[] {
  const unknown = actual.filter((label) => !known.has(label)).length;
  return unknown === 0
    ? []
    : [
        `${unknown} test texts have a label that no training text has, so they cannot be predicted.`,
      ];
}
