import { type Float64Matrix, rowDots, squaredDistance, squaredNorms } from '../linear/dot.ts';
import { topK } from '../linear/top-k.ts';
import { part, type Steps, WORK_PER_STEP } from '../steps.ts';
import { invertedLists } from './inverted-lists.ts';

/** Rows up to which all are compared with all, which takes a few seconds. */
export const EXACT_LIMIT = 5000;
/** Lists in which a row looks for its neighbours. More find more of them, and take longer in proportion. */
const PROBES = 12;
/** Rows of one list that a row is compared with, as a multiple of the mean: thousands of equal rows share a list. */
const MOST_OF_LIST = 8;
/** Share of the time that sorting rows into lists takes. */
const LISTING = 0.2;

export interface Neighbours {
  /** Number of rows, and of neighbours of each, itself included. */
  readonly count: number;
  readonly k: number;
  /** Positions of each row's neighbours, itself first and then its nearest others: Int32Array [count × k]. */
  readonly indices: Int32Array;
  /** Euclidean distances in the same order, Float64Array [count × k]. */
  readonly distances: Float64Array;
}

/**
 * Finds the `k` nearest rows of each row, itself included; `k` is at most `count`. Exact up to `EXACT_LIMIT` rows.
 * Beyond, each row is compared only with the rows of the inverted lists nearest to it: the same for the same seed.
 */
export function* nearestNeighbours(
  rows: Float64Matrix,
  k: number,
  seed: number,
): Steps<Neighbours> {
  if (rows.count <= EXACT_LIMIT) return yield* exactNeighbours(rows, k);
  return yield* neighboursInLists(rows, k, seed);
}

/** Compares every row with every row. */
export function* exactNeighbours(rows: Float64Matrix, k: number): Steps<Neighbours> {
  const { values, count, dim } = rows;
  const norms = squaredNorms(rows);
  const closeness = new Float64Array(count);
  const found = emptyNeighbours(count, k);
  let work = 0;
  for (let i = 0; i < count; i++) {
    rowDots(values, i, values, 0, count, dim, closeness, 0);
    for (let j = 0; j < count; j++) closeness[j] = 2 * closeness[j]! - norms[j]!;
    closeness[i] = Number.POSITIVE_INFINITY;
    topK(closeness, k, found.indices, i * k);
    measure(found, rows, i);
    work += count * dim;
    if (work >= WORK_PER_STEP) {
      work = 0;
      yield i / count;
    }
  }
  return found;
}

function* neighboursInLists(rows: Float64Matrix, k: number, seed: number): Steps<Neighbours> {
  const { count, dim } = rows;
  const lists = yield* part(invertedLists(rows, PROBES, seed), 0, LISTING);
  const { sorted, order, starts, nearest, probes } = lists;
  const most = MOST_OF_LIST * Math.ceil(count / (starts.length - 1));
  const norms = squaredNorms(sorted);
  const found = emptyNeighbours(count, k);
  const best = new Int32Array(k);
  const positions = new Int32Array(count);
  const closeness = new Float64Array(count);
  let candidates = 0;
  const compare = (at: number, from: number, to: number): void => {
    rowDots(sorted.values, at, sorted.values, from, to, dim, closeness, candidates);
    for (let j = from; j < to; j++) {
      closeness[candidates] = 2 * closeness[candidates]! - norms[j]!;
      positions[candidates] = j;
      if (j === at) closeness[candidates] = Number.POSITIVE_INFINITY;
      candidates += 1;
    }
  };
  let work = 0;
  for (let at = 0; at < count; at++) {
    candidates = 0;
    for (let probe = at * probes; probe < (at + 1) * probes; probe++) {
      const [from, to] = [starts[nearest[probe]!]!, starts[nearest[probe]! + 1]!];
      // Of a list that is far too long, the part around the row itself, or its beginning.
      const first = Math.max(from, Math.min(at - (most >> 1), to - most));
      compare(at, first, Math.min(to, first + most));
    }
    if (candidates < k) {
      candidates = 0;
      compare(at, 0, count);
    }
    topK(closeness.subarray(0, candidates), k, best, 0);
    const own = order[at]!;
    for (let n = 0; n < k; n++) found.indices[own * k + n] = order[positions[best[n]!]!]!;
    measure(found, rows, own);
    work += candidates * dim;
    if (work >= WORK_PER_STEP) {
      work = 0;
      yield LISTING + (1 - LISTING) * (at / count);
    }
  }
  return found;
}

function emptyNeighbours(count: number, k: number): Neighbours {
  return {
    count,
    k,
    indices: new Int32Array(count * k),
    distances: new Float64Array(count * k),
  };
}

/** Writes the distances of row `i`, computed from differences: rows that coincide must be at distance 0 exactly. */
function measure({ k, indices, distances }: Neighbours, rows: Float64Matrix, i: number): void {
  for (let at = i * k; at < (i + 1) * k; at++) {
    const squared = squaredDistance(rows.values, i, rows.values, indices[at]!, rows.dim);
    distances[at] = Math.sqrt(squared);
  }
}
