import { type Float64Matrix, rowDots, squaredNorms } from '../../analysis/linear/dot.ts';
import type { Steps } from '../../analysis/steps.ts';
import { EvaluationError } from '../errors.ts';
import { RandomState } from '../random/numpy.ts';
import { plusPlusSeeds } from './seeds.ts';

export interface MiniBatchOptions {
  readonly k: number;
  readonly batch: number;
  readonly seed: number;
}

/** Batches a row at most, on average; batches without a fall of the inertia after which it ends: scikit-learn's. */
const MAX_EPOCHS = 100;
const PATIENCE = 10;
/** Share of the largest cluster's texts below which a cluster is given up. */
const REASSIGNED = 0.01;

/**
 * Finds centroids by mini-batch k-means (Sculley 2010) with the draws of sklearn.cluster.MiniBatchKMeans(k,
 * batch_size=batch, n_init=1, random_state=seed): the same seeds, batches, reassignments and end. `analysis/` has
 * another, which serves the map; this one exists to give mteb's scores.
 * Yields nothing meaningful but the turn: how many batches it takes is not known before.
 * @param rows Distinct rows. @param drawn Row of each sample, which may repeat: Int32Array [samples].
 * @returns centroids, Float64Array [k × dim].
 * @throws EvaluationError for fewer samples than clusters.
 */
export function* miniBatchKMeans(
  rows: Float64Matrix,
  drawn: Int32Array,
  { k, batch: wanted, seed }: MiniBatchOptions,
): Steps<Float64Array> {
  const samples = drawn.length;
  if (samples < k) {
    throw new EvaluationError(
      `${samples} texts cannot be put into ${k} clusters; give more texts.`,
    );
  }
  const { dim } = rows;
  const random = new RandomState(seed);
  const norms = squaredNorms(rows);
  const batch = Math.min(wanted, samples);
  const forSeeds = Math.min(3 * batch < k ? 3 * k : 3 * batch, samples);
  // The set that would tell several starts apart is drawn for one, too.
  random.integers(samples, forSeeds);
  const sample =
    forSeeds < samples ? random.integers(samples, forSeeds).map((at) => drawn[at]!) : drawn;
  let centroids = yield* plusPlusSeeds(rows, norms, sample, k, random);
  const uniform = new UniformChoice(samples);
  const counts = new Float64Array(k);
  const chosen = new Int32Array(batch);
  const watch = new Watch(batch, samples);
  let sinceReassigned = 0;
  const steps = Math.floor((MAX_EPOCHS * samples) / batch);
  for (let step = 0; step < steps; step++) {
    for (let i = 0; i < batch; i++) chosen[i] = drawn[uniform.draw(random)]!;
    sinceReassigned += batch;
    const isReassigning = counts.includes(0) || sinceReassigned >= 10 * k;
    if (isReassigning) sinceReassigned = 0;
    const { nearest, inertia } = assign(rows, norms, chosen, centroids);
    centroids = moved(rows, chosen, nearest, centroids, counts);
    if (isReassigning) reassign(rows, chosen, centroids, counts, random);
    yield step / steps;
    if (watch.isOver(step, inertia)) break;
  }
  return centroids;

  /** Returns the centroids moved towards their rows, by less the more rows they have had. */
  function moved(
    { values }: Float64Matrix,
    which: Int32Array,
    nearest: Int32Array,
    from: Float64Array,
    had: Float64Array,
  ): Float64Array {
    const sums = new Float64Array(from.length);
    const sizes = new Float64Array(k);
    for (const cluster of nearest) sizes[cluster]! += 1;
    for (let cluster = 0; cluster < k; cluster++) {
      const scale = sizes[cluster]! > 0 ? had[cluster]! : 1;
      for (let j = cluster * dim; j < (cluster + 1) * dim; j++) sums[j] = from[j]! * scale;
    }
    for (const [i, cluster] of nearest.entries()) {
      const at = which[i]! * dim;
      for (let c = 0; c < dim; c++) sums[cluster * dim + c]! += values[at + c]!;
    }
    for (const [cluster, size] of sizes.entries()) {
      if (size === 0) continue;
      had[cluster]! += size;
      const rate = 1 / had[cluster]!;
      for (let j = cluster * dim; j < (cluster + 1) * dim; j++) sums[j]! *= rate;
    }
    return sums;
  }
}

/** Finds the nearest centroid of each of the rows `which`, the lowest of equally near ones. */
export function assign(
  { values, dim }: Float64Matrix,
  norms: Float64Array,
  which: Int32Array,
  centroids: Float64Array,
): { nearest: Int32Array; inertia: number } {
  const k = centroids.length / dim;
  const centroidNorms = squaredNorms({ values: centroids, count: k, dim });
  const dots = new Float64Array(k);
  const nearest = new Int32Array(which.length);
  let inertia = 0;
  for (const [i, row] of which.entries()) {
    rowDots(values, row, centroids, 0, k, dim, dots, 0);
    let least = Number.POSITIVE_INFINITY;
    for (let cluster = 0; cluster < k; cluster++) {
      const distance = centroidNorms[cluster]! - 2 * dots[cluster]!;
      if (distance >= least) continue;
      least = distance;
      nearest[i] = cluster;
    }
    inertia += Math.max(0, least + norms[row]!);
  }
  return { nearest, inertia };
}

/** Puts the centroids of very small clusters on rows of the batch, in place. */
function reassign(
  { values, dim }: Float64Matrix,
  batch: Int32Array,
  centroids: Float64Array,
  counts: Float64Array,
  random: RandomState,
): void {
  const limit = REASSIGNED * counts.reduce((most, count) => Math.max(most, count), 0);
  const half = Math.floor(0.5 * batch.length);
  let small = [...counts.keys()].filter((cluster) => counts[cluster]! < limit);
  if (small.length > 0.5 * batch.length) {
    const smallest = [...counts.keys()].sort((a, b) => counts[a]! - counts[b]!).slice(0, half);
    small = small.filter((cluster) => smallest.includes(cluster));
  }
  if (small.length === 0) return;
  const given = random.distinct(batch.length, small.length);
  for (const [i, cluster] of small.entries()) {
    const row = batch[given[i]!]! * dim;
    centroids.set(values.subarray(row, row + dim), cluster * dim);
  }
  const kept = [...counts.keys()].filter((cluster) => !small.includes(cluster));
  const least = kept.reduce(
    (low, cluster) => Math.min(low, counts[cluster]!),
    Number.POSITIVE_INFINITY,
  );
  for (const cluster of small) counts[cluster] = least;
}

/** Tells from the smoothed inertia of the batches when to end. */
class Watch {
  readonly #batch: number;
  readonly #smoothing: number;
  #smoothed = Number.NaN;
  #least = Number.POSITIVE_INFINITY;
  #waited = 0;

  constructor(batch: number, samples: number) {
    this.#batch = batch;
    this.#smoothing = Math.min(1, (batch * 2) / (samples + 1));
  }

  isOver(step: number, batchInertia: number): boolean {
    // The first batch still measures the seeds.
    if (step === 0) return false;
    const inertia = batchInertia / this.#batch;
    this.#smoothed = Number.isNaN(this.#smoothed)
      ? inertia
      : this.#smoothed * (1 - this.#smoothing) + inertia * this.#smoothing;
    if (this.#smoothed < this.#least) {
      this.#waited = 0;
      this.#least = this.#smoothed;
    } else this.#waited += 1;
    return this.#waited >= PATIENCE;
  }
}

/** RandomState.choice(count, p=equal): by the sums of the probabilities, whose rounding decides at their edges. */
class UniformChoice {
  readonly #sums: Float64Array;

  constructor(count: number) {
    this.#sums = new Float64Array(count);
    let sum = 0;
    for (let i = 0; i < count; i++) {
      sum += 1 / count;
      this.#sums[i] = sum;
    }
    for (let i = 0; i < count; i++) this.#sums[i]! /= sum;
  }

  draw(random: RandomState): number {
    return firstAbove(this.#sums, random.double());
  }
}

/** Returns the position of the first of ascending values that is above `value`. */
function firstAbove(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
