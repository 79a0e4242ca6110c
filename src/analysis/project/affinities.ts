import type { Neighbours } from './neighbours.ts';

const MAX_TRIES = 100;
/** Error of the entropy, in nats, at which a bandwidth counts as found. */
const TOLERANCE = 1e-10;

/** Similarities p(j|i) of each text to its neighbours, which sum to 1 over j. */
export interface Affinities {
  /** Neighbours of each text, Int32Array [count × k]. */
  readonly indices: Int32Array;
  /** p(j|i) in the same order, Float64Array [count × k]. */
  readonly values: Float64Array;
  readonly k: number;
}

/**
 * Computes Gaussian similarities whose entropy is that of `perplexity` equal neighbours (van der Maaten & Hinton 2008,
 * §2). Leaves out the first neighbour of each text, which is the text itself.
 */
export function affinities(neighbours: Neighbours, perplexity: number): Affinities {
  const { count, indices, distances } = neighbours;
  const k = neighbours.k - 1;
  const result = { indices: new Int32Array(count * k), values: new Float64Array(count * k), k };
  const squared = new Float64Array(k);
  for (let i = 0; i < count; i++) {
    const others = i * neighbours.k + 1;
    result.indices.set(indices.subarray(others, others + k), i * k);
    for (let j = 0; j < k; j++) squared[j] = distances[others + j]! ** 2;
    result.values.set(withEntropy(squared, Math.log(perplexity)), i * k);
  }
  return result;
}

/** Computes exp(−β d), normalised, with β such that the entropy in nats is `wanted`; found by halving. */
function withEntropy(squared: Float64Array, wanted: number): Float64Array {
  // Only differences count, and the nearest must not underflow.
  const nearest = squared[0]!;
  const weights = new Float64Array(squared.length);
  let [beta, least, most] = [1, 0, Number.POSITIVE_INFINITY];
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    let sum = 0;
    let weighted = 0;
    for (let j = 0; j < squared.length; j++) {
      const distance = squared[j]! - nearest;
      const weight = Math.exp(-beta * distance);
      weights[j] = weight;
      sum += weight;
      weighted += weight * distance;
    }
    for (let j = 0; j < weights.length; j++) weights[j]! /= sum;
    const excess = Math.log(sum) + (beta * weighted) / sum - wanted;
    if (Math.abs(excess) <= TOLERANCE) break;
    if (excess > 0) least = beta;
    else most = beta;
    beta = most === Number.POSITIVE_INFINITY ? 2 * beta : (least + most) / 2;
  }
  return weights;
}
