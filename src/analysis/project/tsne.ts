import { seededRandom } from '../../lib/random.ts';
import type { Float64Matrix } from '../linear/dot.ts';
import { part, type Steps } from '../steps.ts';
import { type Affinities, affinities } from './affinities.ts';
import { nearestNeighbours } from './neighbours.ts';
import { reduce } from './pca.ts';
import { Quadtree } from './quadtree.ts';

/** Texts below which no neighbourhood is there to preserve. */
export const TSNE_MINIMUM = 5;
const MAX_PERPLEXITY = 30;
const EXAGGERATION = 12;
/** Ratio of a cell's width to its distance up to which the cell acts as one point. */
const THETA = 0.5;
/** Standard deviation of the start along its longer axis. */
const START_SPREAD = 1e-4;
const MIN_GAIN = 0.01;

/** Returns the perplexity: a third of the other texts where they are few. */
function perplexityFor(count: number): number {
  return Math.min(MAX_PERPLEXITY, (count - 1) / 3);
}

/**
 * Lays texts out by t-distributed stochastic neighbour embedding in the plane (van der Maaten & Hinton 2008) with the
 * Barnes–Hut approximation (van der Maaten 2014): Float32Array [count × 2]. Neighbours are those by Euclidean distance
 * among the first 50 principal components, exact up to 5,000 texts; the layout starts from the first two, and learning rate, gains and momentum
 * are scikit-learn's. The same for the same seed. `count` is at least `TSNE_MINIMUM`.
 */
export function* tsneLayout(data: Float64Matrix, seed: number): Steps<Float32Array> {
  const { count } = data;
  const reduced = yield* part(reduce(data), 0, 0.05);
  const similarities = yield* part(similaritiesOf(reduced, perplexityFor(count), seed), 0.05, 0.15);
  const layout = startAtComponents(reduced, seededRandom(seed));
  const early = { iterations: 250, exaggeration: EXAGGERATION, momentum: 0.5 };
  const late = { iterations: 750, exaggeration: 1, momentum: 0.8 };
  yield* part(descend(layout, similarities, early), 0.15, 0.4);
  yield* part(descend(layout, similarities, late), 0.4, 1);
  return Float32Array.from(layout);
}

/** Computes similarities to the nearest texts: beyond three times the perplexity they are next to nothing. */
export function* similaritiesOf(
  rows: Float64Matrix,
  perplexity: number,
  seed: number,
): Steps<Affinities> {
  const k = Math.min(rows.count - 1, Math.floor(3 * perplexity + 1));
  return affinities(yield* nearestNeighbours(rows, k + 1, seed), perplexity);
}

/** Returns the first two components, scaled small; the noise parts texts that coincide. */
function startAtComponents(
  { values, count, dim }: Float64Matrix,
  random: () => number,
): Float64Array {
  let squares = 0;
  for (let i = 0; i < count; i++) squares += values[i * dim]! ** 2;
  const scale = squares === 0 ? 0 : START_SPREAD / Math.sqrt(squares / count);
  return Float64Array.from({ length: 2 * count }, (_, at) => {
    const component = values[(at >> 1) * dim + (at & 1)]!;
    return component * scale + (random() - 0.5) * START_SPREAD * 1e-2;
  });
}

interface Phase {
  readonly iterations: number;
  /** Factor on the attraction. */
  readonly exaggeration: number;
  readonly momentum: number;
}

/**
 * Runs gradient descent in place. Momentum and gains restart in each phase: carried over from the first, they led to
 * divergences 5 % higher.
 */
function* descend(
  layout: Float64Array,
  similarities: Affinities,
  { iterations, exaggeration, momentum }: Phase,
): Steps<void> {
  const count = layout.length / 2;
  const rate = Math.max(count / EXAGGERATION / 4, 50);
  const tree = new Quadtree(count);
  const gradient = new Float64Array(layout.length);
  const repulsive = new Float64Array(layout.length);
  const update = new Float64Array(layout.length);
  const gains = new Float64Array(layout.length).fill(1);
  for (let iteration = 0; iteration < iterations; iteration++) {
    tree.build(layout);
    repulsive.fill(0);
    // Every point counts itself with w = 1.
    let sum = -count;
    for (let at = 0; at < layout.length; at += 2) {
      sum += tree.repulsion(layout[at]!, layout[at + 1]!, THETA, repulsive, at);
    }
    gradient.fill(0);
    attract(layout, similarities, gradient);
    for (let c = 0; c < layout.length; c++) {
      const slope = 4 * (exaggeration * gradient[c]! - repulsive[c]! / sum);
      const gain = update[c]! * slope < 0 ? gains[c]! + 0.2 : gains[c]! * 0.8;
      gains[c] = Math.max(gain, MIN_GAIN);
      update[c] = momentum * update[c]! - rate * gains[c]! * slope;
      layout[c]! += update[c]!;
    }
    yield (iteration + 1) / iterations;
  }
}

/**
 * Adds Σ p w times the vector from each neighbour, p being (p(j|i) + p(i|j)) / 2 count: each
 * one-sided similarity acts on both of its texts.
 */
function attract(layout: Float64Array, similarities: Affinities, gradient: Float64Array): void {
  const { indices, values, k } = similarities;
  const share = 1 / layout.length;
  for (let edge = 0; edge < values.length; edge++) {
    const i = 2 * Math.floor(edge / k);
    const j = 2 * indices[edge]!;
    const dx = layout[i]! - layout[j]!;
    const dy = layout[i + 1]! - layout[j + 1]!;
    const pull = (share * values[edge]!) / (1 + dx * dx + dy * dy);
    gradient[i]! += pull * dx;
    gradient[i + 1]! += pull * dy;
    gradient[j]! -= pull * dx;
    gradient[j + 1]! -= pull * dy;
  }
}
