import { squaredNorms } from '../../analysis/linear/dot.ts';
import { part } from '../../analysis/steps.ts';
import { assign, miniBatchKMeans } from '../cluster/mini-batch-k-means.ts';
import { numbered, vMeasureOf } from '../measures/clusters.ts';
import type { Statistic } from '../measures/statistic.ts';
import { PythonRandom } from '../random/python.ts';
import type { LabelledText } from './classification.ts';
import { checkCount, plainRows } from './rows.ts';
import type { Task } from './types.ts';

/** mteb's defaults (AbsTaskClustering), but for `fraction`. */
export interface ClusteringOptions {
  /**
   * Share of the texts that is embedded. mteb's class says 0.04, for its very large sets; most of its tasks set it to
   * all, which is the default here.
   */
  readonly fraction: number | null;
  /** Texts drawn, with repeats, for one clustering. */
  readonly drawn: number;
  readonly experiments: number;
  readonly batch: number;
  readonly seed: number;
}

const DEFAULTS: ClusteringOptions = {
  fraction: null,
  drawn: 16_384,
  experiments: 10,
  batch: 512,
  seed: 42,
};

/**
 * Clustering as mteb does it: in each experiment texts are drawn with repeats and clustered by mini-batch k-means, k the
 * number of labels; the score is the mean V-measure. The unit is the text; its bootstrap keeps the clusters as they are.
 * @throws EvaluationError for fewer than two texts.
 */
export function clusteringTask(
  texts: readonly LabelledText[],
  given: Partial<ClusteringOptions> = {},
): Task {
  const options = { ...DEFAULTS, ...given };
  const random = new PythonRandom(options.seed);
  const kept =
    options.fraction === null
      ? texts
      : [...random.sample(texts.length, Math.floor(options.fraction * texts.length))].map(
          (at) => texts[at]!,
        );
  checkCount('texts to cluster', kept.length, 2);
  const labels = numbered(kept.map(({ label }) => label));
  const k = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  const draws = Array.from({ length: options.experiments }, () =>
    random.choices(kept.length, options.drawn),
  );
  return {
    kind: 'clustering',
    protocol:
      `Clustering: mini-batch k-means (k = ${k}, batches of ${options.batch}, one start) of ${options.drawn} texts drawn ` +
      `with repeats from ${kept.length}, ${options.experiments} times, mean V-measure.`,
    parts: [{ role: 'query', texts: kept.map(({ text }) => text) }],
    *score([given]) {
      const rows = plainRows('texts', given!);
      const norms = squaredNorms(rows);
      const all = Int32Array.from({ length: rows.count }, (_, i) => i);
      const statistics: Statistic[] = [];
      const values: number[] = [];
      for (const [experiment, drawn] of draws.entries()) {
        const clustering = miniBatchKMeans(rows, drawn, { ...options, k });
        const done = experiment / draws.length;
        const centroids = yield* part(clustering, done, done);
        const { nearest } = assign(rows, norms, all, centroids);
        const times = new Float64Array(rows.count);
        for (const text of drawn) times[text]! += 1;
        const measure = vMeasureOf(labels, nearest);
        statistics.push((weights) => measure(weights.map((weight, i) => weight * times[i]!)));
        values.push(measure(times));
      }
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      const statistic: Statistic = (weights) =>
        statistics.reduce((sum, each) => sum + each(weights), 0) / statistics.length;
      return {
        main: 'v_measure',
        measures: { v_measure: mean, v_measure_std: Math.sqrt(variance) },
        units: { name: 'texts', count: rows.count, statistic },
        notes: [
          'The interval is over texts, with the clusters as they were found: it does not hold the chance of another clustering.',
        ],
      };
    },
  };
}
