/** Against scikit-learn: training/reference/evaluation_task_goldens.py wrote goldens.json. */
import { describe, expect, it } from 'vitest';
import { noisyLabels } from '../../../testing/labelled-rows.ts';
import { topicRows } from '../../../testing/rows.ts';
import { finish } from '../../analysis/steps.ts';
import goldens from './goldens.json' with { type: 'json' };
import { fitLogistic, predict, probabilities } from './logistic-regression.ts';

function worst(expected: readonly number[], actual: Float64Array): number {
  return Math.max(...expected.map((value, i) => Math.abs(value - actual[i]!)));
}

describe.each(goldens.cases)('logistic regression: $name', (golden) => {
  const { count, dim, topics } = golden;
  const values = new Float64Array(topicRows(golden).vectors);
  if (golden.scaled) for (let i = 0; i < values.length; i++) values[i]! *= 1 + (i % dim);
  const rows = { values, count, dim };
  const labels = noisyLabels(golden.seed, count, topics, golden.noise);
  const model = finish(fitLogistic(rows, labels, topics, { c: golden.c }));

  it('the coefficients, after as many iterations', () => {
    expect(model.iterations).toBe(golden.iterations);
    expect(model.converged).toBe(golden.iterations < 100);
    expect(worst(golden.coefficients, model.coefficients)).toBeLessThan(1e-3);
  });

  it('the probabilities and predictions', () => {
    expect(worst(golden.probabilities, probabilities(model, rows))).toBeLessThan(1e-4);
    expect([...predict(model, rows)]).toEqual(golden.predictions);
  });
});

it('one label is refused', () => {
  const rows = { values: new Float64Array(4), count: 2, dim: 2 };
  expect(() => finish(fitLogistic(rows, new Int32Array(2), 1))).toThrow('at least two labels');
});

it('a row that is not finite is refused', () => {
  const rows = { values: Float64Array.of(1, Number.NaN), count: 2, dim: 1 };
  expect(() => finish(fitLogistic(rows, Int32Array.of(0, 1), 2))).toThrow('is NaN');
});
