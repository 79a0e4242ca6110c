/** Against scikit-learn: training/reference/evaluation_task_goldens.py wrote goldens.json. */
import { expect, it } from 'vitest';
import { topicRows } from '../../../testing/rows.ts';
import { squaredNorms } from '../../analysis/linear/dot.ts';
import { finish } from '../../analysis/steps.ts';
import { PythonRandom } from '../random/python.ts';
import goldens from './goldens.json' with { type: 'json' };
import { assign, miniBatchKMeans } from './mini-batch-k-means.ts';

it.each(goldens.cases)('mini-batch k-means: $name', (golden) => {
  const { seed, count, dim, samples } = golden;
  const rows = { values: new Float64Array(topicRows(golden).vectors), count, dim };
  const drawn = new PythonRandom(seed).choices(count, samples);
  const centroids = finish(miniBatchKMeans(rows, drawn, { ...golden, seed: 42 }));
  const all = Int32Array.from({ length: count }, (_, i) => i);
  expect([...assign(rows, squaredNorms(rows), all, centroids).nearest]).toEqual(golden.nearest);
});

it('more clusters than texts are refused', () => {
  const rows = { values: new Float64Array(4), count: 2, dim: 2 };
  const asked = { k: 3, batch: 8, seed: 1 };
  expect(() => finish(miniBatchKMeans(rows, Int32Array.of(0, 1), asked))).toThrow('2 texts');
});
