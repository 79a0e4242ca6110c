import type { Steps } from '../steps.ts';
import type { Neighbours } from './neighbours.ts';

/** Halvings in the search for a width, and the error at which it ends: those of umap-learn. */
const MOST_TRIES = 64;
const TOLERANCE = 1e-5;
/** Rows between two looks at the clock: a few milliseconds. */
const PER_STEP = 500;
/** Least width, as a fraction of the mean distance. */
export const LEAST_WIDTH = 1e-3;

/** Edges of a weighted graph, both directions of each, sorted by head. */
export interface FuzzyGraph {
  readonly heads: Int32Array;
  readonly tails: Int32Array;
  /** Weights in (0, 1], Float64Array [edges]. */
  readonly weights: Float64Array;
}

/**
 * Computes how strongly each row belongs together with its neighbours (McInnes et al. 2018, §3.1): exp(−(d − ρ) / σ),
 * with ρ the distance to the nearest other row and σ such that the sum is log₂ k. The strengths p of the two directions
 * of a pair are joined as p + p′ − p p′.
 */
export function* fuzzyGraph(neighbours: Neighbours): Steps<FuzzyGraph> {
  const { count, k, indices } = neighbours;
  const strengths = yield* memberships(neighbours);
  const strengthOf = (from: number, to: number): number | null => {
    for (let at = from * k + 1; at < (from + 1) * k; at++) {
      if (indices[at] === to) return strengths[at]!;
    }
    return null;
  };
  // Rows that have a row among their neighbours without being among that row's.
  const added = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    if (i % PER_STEP === 0) yield 0.5;
    for (let at = i * k + 1; at < (i + 1) * k; at++) {
      const j = indices[at]!;
      if (strengthOf(j, i) === null) added[j]! += 1;
    }
  }
  const starts = new Int32Array(count + 1);
  for (let i = 0; i < count; i++) starts[i + 1] = starts[i]! + (k - 1) + added[i]!;
  const next = starts.slice();
  const edges = starts[count]!;
  const heads = new Int32Array(edges);
  const tails = new Int32Array(edges);
  const weights = new Float64Array(edges);
  const add = (head: number, tail: number, weight: number): void => {
    const edge = next[head]!++;
    heads[edge] = head;
    tails[edge] = tail;
    weights[edge] = weight;
  };
  for (let i = 0; i < count; i++) {
    if (i % PER_STEP === 0) yield 0.75 + (0.25 * i) / count;
    for (let at = i * k + 1; at < (i + 1) * k; at++) {
      const j = indices[at]!;
      const own = strengths[at]!;
      const back = strengthOf(j, i);
      if (back === null) {
        add(i, j, own);
        add(j, i, own);
      } else add(i, j, own + back - own * back);
    }
  }
  return { heads, tails, weights };
}

/** Computes the strength of each neighbour, Float64Array [count × k]; 0 for the row itself, which comes first. */
function* memberships({ count, k, distances }: Neighbours): Steps<Float64Array> {
  const strengths = new Float64Array(count * k);
  const meanOfAll = mean(distances);
  for (let i = 0; i < count; i++) {
    if (i % PER_STEP === 0) yield (0.5 * i) / count;
    const own = distances.subarray(i * k, (i + 1) * k);
    const nearest = own.find((distance) => distance > 0) ?? 0;
    const least = LEAST_WIDTH * (nearest > 0 ? mean(own) : meanOfAll);
    const width = Math.max(widthFor(own, nearest), least);
    for (let n = 1; n < k; n++) {
      const beyond = own[n]! - nearest;
      strengths[i * k + n] = beyond <= 0 || width === 0 ? 1 : Math.exp(-beyond / width);
    }
  }
  return strengths;
}

/**
 * Finds by halving the σ for which Σ exp(−(d − ρ) / σ) is log₂ k, without the first distance, as umap-learn does.
 * @param nearest ρ; a distance up to it counts as 1.
 */
export function widthFor(distances: Float64Array, nearest: number): number {
  const wanted = Math.log2(distances.length);
  let [low, high, width] = [0, Number.POSITIVE_INFINITY, 1];
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    let sum = 0;
    for (let n = 1; n < distances.length; n++) {
      const beyond = distances[n]! - nearest;
      sum += beyond > 0 ? Math.exp(-beyond / width) : 1;
    }
    if (Math.abs(sum - wanted) < TOLERANCE) break;
    if (sum > wanted) high = width;
    else low = width;
    width = high === Number.POSITIVE_INFINITY ? 2 * width : (low + high) / 2;
  }
  return width;
}

export function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / Math.max(1, values.length);
}
