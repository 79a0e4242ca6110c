import type { Steps } from '../../analysis/steps.ts';
import { searchLine } from './line-search.ts';

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** Whether it ended by a tolerance, not by the number of iterations. */
  readonly converged: boolean;
}

export interface MinimiseOptions {
  readonly maxIterations: number;
  /** Largest entry of the gradient at which it ends. */
  readonly gradientTolerance: number;
  /** Fall of the objective in an iteration, relative to its size or 1, at which it ends. */
  readonly fallTolerance: number;
  /** Evaluations of the objective in one line search. */
  readonly maxLineSearch: number;
}

/** Corrections that are kept: scipy's default. */
const MEMORY = 10;

interface Correction {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** step · change. */
  readonly product: number;
}

/**
 * Minimises a smooth function without bounds by L-BFGS (Liu & Nocedal 1989), as L-BFGS-B 3.0 (Zhu et al. 1997) does in
 * scipy.optimize.minimize: the same directions, line search and tests for the end, so the same iterates up to rounding.
 * Yields the fraction of the iterations done.
 * @param objective Returns the value at `x`, and writes its gradient.
 * @param start Overwritten.
 */
export function* minimise(
  objective: (x: Float64Array, gradient: Float64Array) => number,
  start: Float64Array,
  options: MinimiseOptions,
): Steps<Minimum> {
  const size = start.length;
  let x = start;
  let gradient = new Float64Array(size);
  let value = objective(x, gradient);
  let corrections: Correction[] = [];
  const end = (iterations: number, converged: boolean) => ({ x, value, iterations, converged });
  if (largest(gradient) <= options.gradientTolerance) return end(0, true);
  for (let iteration = 0; iteration < options.maxIterations; ) {
    yield iteration / options.maxIterations;
    const direction = descent(gradient, corrections);
    const slope = dot(direction, gradient);
    const tried = { x: new Float64Array(size), gradient: new Float64Array(size) };
    const first = iteration === 0 ? Math.min(1 / Math.sqrt(dot(direction, direction)), 1e10) : 1;
    const at = (step: number) => {
      for (let i = 0; i < size; i++) tried.x[i] = x[i]! + step * direction[i]!;
      const found = objective(tried.x, tried.gradient);
      return { step, value: found, slope: dot(direction, tried.gradient) };
    };
    const point = slope < 0 ? searchLine(at, { value, slope }, first, options.maxLineSearch) : null;
    if (point === null) {
      // The curvature that was gathered misleads: begin again along the gradient, once.
      if (corrections.length === 0) return end(iteration, false);
      corrections = [];
      continue;
    }
    iteration += 1;
    const before = { value, gradient };
    ({ x, gradient } = tried);
    value = point.value;
    // In scipy the count of iterations is looked at first.
    const isSteady =
      before.value - value <=
      options.fallTolerance * Math.max(Math.abs(before.value), Math.abs(value), 1);
    if (largest(gradient) <= options.gradientTolerance || isSteady) return end(iteration, true);
    const step = direction;
    const change = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      step[i]! *= point.step;
      change[i] = gradient[i]! - before.gradient[i]!;
    }
    const product = (point.slope - slope) * point.step;
    if (product <= Number.EPSILON * -slope * point.step) continue;
    corrections.push({ step, change, product });
    if (corrections.length > MEMORY) corrections.shift();
  }
  return end(options.maxIterations, false);
}

/** Computes −H·gradient by the two loops over the corrections. */
function descent(gradient: Float64Array, corrections: readonly Correction[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const newest = corrections.at(-1);
  if (newest === undefined) return direction;
  const shares = new Float64Array(corrections.length);
  for (let i = corrections.length - 1; i >= 0; i--) {
    const { step, change, product } = corrections[i]!;
    shares[i] = dot(step, direction) / product;
    add(direction, -shares[i]!, change);
  }
  const scale = newest.product / dot(newest.change, newest.change);
  for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
  for (const [i, { step, change, product }] of corrections.entries()) {
    add(direction, shares[i]! - dot(change, direction) / product, step);
  }
  return direction;
}

function add(to: Float64Array, factor: number, values: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i]! += factor * values[i]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
