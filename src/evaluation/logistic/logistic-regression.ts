import { type Float64Matrix, rowDots } from '../../analysis/linear/dot.ts';
import { part, type Steps } from '../../analysis/steps.ts';
import { checkFinite, checkSameLength, EvaluationError } from '../errors.ts';
import { minimise } from './lbfgs.ts';

export interface LogisticOptions {
  /** Inverse strength of the L2 penalty. Default 1. */
  readonly c?: number;
  /** Default 100, as in scikit-learn and mteb. */
  readonly maxIterations?: number;
  /** Largest entry of the gradient of the mean loss at which it ends. Default 1e-4. */
  readonly tolerance?: number;
}

/** A fitted model. With two classes it has one row of coefficients, for the second class; else one for each. */
export interface LogisticModel {
  readonly classes: number;
  readonly dim: number;
  /** Float64Array [rows × (dim + 1)]: each row's coefficients, then its intercept. */
  readonly coefficients: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Fits a logistic regression by L-BFGS with scikit-learn's objective (the mean log loss plus ‖W‖² / (2 C n), intercepts
 * unpenalised, multinomial for more than two classes) and its tests for the end: sklearn.linear_model.LogisticRegression
 * with its defaults. From the same start it takes the same steps, so that a fit that ends early is the same too.
 * Yields the fraction of the iterations done.
 * @param x Rows [samples × dim], as the model gives them.
 * @param classOf Class of each sample, 0 … classes − 1; each class has a sample.
 * @throws EvaluationError for fewer than two classes, and rows that are not finite.
 */
export function* fitLogistic(
  x: Float64Matrix,
  classOf: Int32Array,
  classes: number,
  { c = 1, maxIterations = 100, tolerance = 1e-4 }: LogisticOptions = {},
): Steps<LogisticModel> {
  checkSameLength('rows', { length: x.count }, 'classes', classOf);
  checkFinite('vector value', x.values);
  if (classes < 2) {
    throw new EvaluationError(
      'All training texts have the same label; a classifier needs at least two labels.',
    );
  }
  const rows = classes === 2 ? 1 : classes;
  const weights = new Float64Array(rows * (x.dim + 1));
  const penalty = 1 / (c * x.count);
  const objective = objectiveOf(x, classOf, rows, penalty);
  const found = yield* part(
    minimise(objective, weights, {
      maxIterations,
      gradientTolerance: tolerance,
      fallTolerance: 64 * Number.EPSILON,
      maxLineSearch: 50,
    }),
    0,
    1,
  );
  const { iterations, converged } = found;
  return { classes, dim: x.dim, coefficients: found.x, iterations, converged };
}

/**
 * Computes the scores of each row, Float64Array [rows × coefficients' rows]: the logarithms of the classes' odds, up to
 * a constant of the row; with two classes, the log odds of the second.
 */
function decision({ coefficients, dim }: LogisticModel, x: Float64Matrix): Float64Array {
  const rows = coefficients.length / (dim + 1);
  const { slopes, intercepts } = split(coefficients, rows, dim);
  const scores = new Float64Array(x.count * rows);
  for (let i = 0; i < x.count; i++) {
    rowDots(x.values, i, slopes, 0, rows, dim, scores, i * rows);
    for (let r = 0; r < rows; r++) scores[i * rows + r]! += intercepts[r]!;
  }
  return scores;
}

/** Predicts the class of each row; of equally likely ones, the lowest. */
export function predict(model: LogisticModel, x: Float64Matrix): Int32Array {
  const scores = decision(model, x);
  if (model.classes === 2) return Int32Array.from(scores, (score) => (score > 0 ? 1 : 0));
  const { classes } = model;
  return Int32Array.from({ length: x.count }, (_, i) => {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if (scores[i * classes + k]! > scores[i * classes + best]!) best = k;
    }
    return best;
  });
}

/** Computes the probability of each class for each row, Float64Array [rows × classes]. */
export function probabilities(model: LogisticModel, x: Float64Matrix): Float64Array {
  const scores = decision(model, x);
  const { classes } = model;
  const out = new Float64Array(x.count * classes);
  if (classes === 2) {
    for (const [i, score] of scores.entries()) {
      out[2 * i] = 1 / (1 + Math.exp(score));
      out[2 * i + 1] = 1 / (1 + Math.exp(-score));
    }
    return out;
  }
  out.set(scores);
  for (let i = 0; i < x.count; i++) softmax(out, i * classes, classes);
  return out;
}

/** Turns scores into probabilities, in place. @returns the logarithm of the sum of the scores' exponentials. */
function softmax(values: Float64Array, from: number, count: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = from; i < from + count; i++) most = Math.max(most, values[i]!);
  let sum = 0;
  for (let i = from; i < from + count; i++) {
    values[i] = Math.exp(values[i]! - most);
    sum += values[i]!;
  }
  for (let i = from; i < from + count; i++) values[i]! /= sum;
  return most + Math.log(sum);
}

/** Rows of coefficients and the intercepts, apart: the kernels want rows without gaps. */
function split(weights: Float64Array, rows: number, dim: number) {
  const slopes = new Float64Array(rows * dim);
  const intercepts = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    const from = r * (dim + 1);
    slopes.set(weights.subarray(from, from + dim), r * dim);
    intercepts[r] = weights[from + dim]!;
  }
  return { slopes, intercepts };
}

function objectiveOf(x: Float64Matrix, classOf: Int32Array, rows: number, penalty: number) {
  const { values, count, dim } = x;
  /** The derivative of the loss by each score, [rows × samples]: by rows, so that a row's gradient is one sweep. */
  const residuals = new Float64Array(rows * count);
  const scores = new Float64Array(rows);
  return (weights: Float64Array, gradient: Float64Array): number => {
    const { slopes, intercepts } = split(weights, rows, dim);
    let loss = 0;
    for (let i = 0; i < count; i++) {
      rowDots(values, i, slopes, 0, rows, dim, scores, 0);
      for (let r = 0; r < rows; r++) scores[r]! += intercepts[r]!;
      loss += rows === 1 ? binary(scores, classOf[i]!) : multinomial(scores, classOf[i]!);
      for (let r = 0; r < rows; r++) residuals[r * count + i] = scores[r]! / count;
    }
    loss /= count;
    let squares = 0;
    for (const slope of slopes) squares += slope * slope;
    for (let r = 0; r < rows; r++) {
      const to = r * (dim + 1);
      for (let j = 0; j < dim; j++) gradient[to + j] = penalty * slopes[r * dim + j]!;
      addRows(values, residuals, r * count, count, dim, gradient, to);
      let sum = 0;
      for (let i = 0; i < count; i++) sum += residuals[r * count + i]!;
      gradient[to + dim] = sum;
    }
    return loss + 0.5 * penalty * squares;
  };
}

/** Returns the log loss of one sample, and puts its derivative by the score in the score's place. */
function binary(scores: Float64Array, wanted: number): number {
  const score = scores[0]!;
  scores[0] = 1 / (1 + Math.exp(-score)) - wanted;
  // log(1 + e^s) without overflow.
  const loss = score > 0 ? score + Math.log1p(Math.exp(-score)) : Math.log1p(Math.exp(score));
  return loss - wanted * score;
}

function multinomial(scores: Float64Array, wanted: number): number {
  const own = scores[wanted]!;
  const loss = softmax(scores, 0, scores.length) - own;
  scores[wanted]! -= 1;
  return loss;
}

/** Adds the rows of `values`, each times its factor, to `out`. Four rows at a time, so that `out` is touched a quarter as often. */
function addRows(
  values: Float64Array,
  factors: Float64Array,
  at: number,
  count: number,
  dim: number,
  out: Float64Array,
  to: number,
): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const [f0, f1, f2, f3] = [
      factors[at + i]!,
      factors[at + i + 1]!,
      factors[at + i + 2]!,
      factors[at + i + 3]!,
    ];
    const r0 = i * dim;
    const r1 = r0 + dim;
    const r2 = r1 + dim;
    const r3 = r2 + dim;
    for (let j = 0; j < dim; j++) {
      out[to + j]! +=
        f0 * values[r0 + j]! + f1 * values[r1 + j]! + f2 * values[r2 + j]! + f3 * values[r3 + j]!;
    }
  }
  for (; i < count; i++) {
    const factor = factors[at + i]!;
    for (let j = 0; j < dim; j++) out[to + j]! += factor * values[i * dim + j]!;
  }
}
