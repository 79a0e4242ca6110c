/**
 * Lloyd's iterations, with Hamerly's bounds (SDM 2010): a text whose own centroid is surely
 * nearer than every other is passed over without a distance being computed. The result is that of
 * plain Lloyd. In this file `upper[i]` bounds the distance of row i to its own centroid from
 * above and `lower[i]` that to the second nearest from below.
 */
import { type Rows, rowDots, squaredDistance, squaredNorms } from './dot.ts';
import { type Steps, WORK_PER_STEP } from './steps.ts';

const MAX_ITERATIONS = 300;

export interface Partition {
  /** Cluster of each row, Int32Array [count]; no cluster of the k is empty. */
  readonly labels: Int32Array;
  /** Sum of squared distances to the own centroid. */
  readonly inertia: number;
}

/** Runs from the given rows as centroids until no row changes its cluster. */
export function* lloyd(
  rows: Rows,
  rowNorms: Float64Array,
  start: readonly number[],
): Steps<Partition> {
  const state = new State(rows, rowNorms, start);
  const block = Math.max(1, Math.floor(WORK_PER_STEP / (start.length * rows.dim)));
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    state.measureCentroids();
    let moved = 0;
    for (let from = 0; from < rows.count; from += block) {
      moved += state.assign(from, Math.min(from + block, rows.count));
      yield 0;
    }
    moved += state.fillEmpty();
    if (moved === 0) break;
    state.moveCentroids();
  }
  return { labels: state.labels, inertia: state.inertia() };
}

class State {
  readonly labels: Int32Array;
  private readonly k: number;
  private readonly sizes: Int32Array;
  /** Sums of the rows of each cluster, [k × dim]. */
  private readonly sums: Float64Array;
  private readonly centroids: Float64Array;
  private centroidNorms: Float64Array;
  /** Half the distance of each centroid to its nearest neighbour. */
  private readonly halfGap: Float64Array;
  private readonly upper: Float64Array;
  private readonly lower: Float64Array;
  private readonly dots: Float64Array;

  constructor(
    private readonly rows: Rows,
    private readonly rowNorms: Float64Array,
    start: readonly number[],
  ) {
    const { values, count, dim } = rows;
    this.k = start.length;
    this.labels = new Int32Array(count).fill(-1);
    this.sizes = new Int32Array(this.k);
    this.sums = new Float64Array(this.k * dim);
    this.centroids = new Float64Array(this.k * dim);
    for (const [c, row] of start.entries()) {
      this.centroids.set(values.subarray(row * dim, (row + 1) * dim), c * dim);
    }
    this.centroidNorms = squaredNorms({ values: this.centroids, count: this.k, dim });
    this.halfGap = new Float64Array(this.k);
    this.upper = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    this.lower = new Float64Array(count);
    this.dots = new Float64Array(this.k);
  }

  measureCentroids(): void {
    const { k, centroids, rows } = this;
    this.centroidNorms = squaredNorms({ values: centroids, count: k, dim: rows.dim });
    this.halfGap.fill(Number.POSITIVE_INFINITY);
    for (let a = 0; a < k; a++) {
      for (let b = a + 1; b < k; b++) {
        const half = Math.sqrt(squaredDistance(centroids, a, centroids, b, rows.dim)) / 2;
        if (half < this.halfGap[a]!) this.halfGap[a] = half;
        if (half < this.halfGap[b]!) this.halfGap[b] = half;
      }
    }
  }

  /** Gives the rows `from`…`to`−1 to their nearest centroids; returns how many changed. */
  assign(from: number, to: number): number {
    const { labels, upper, lower, halfGap, dots, rowNorms, centroidNorms, centroids, k } = this;
    const { values, dim } = this.rows;
    let moved = 0;
    for (let i = from; i < to; i++) {
      const own = labels[i]!;
      if (own >= 0) {
        const safe = Math.max(halfGap[own]!, lower[i]!);
        if (upper[i]! <= safe) continue;
        rowDots(values, i, centroids, own, own + 1, dim, dots, own);
        upper[i] = distance(rowNorms[i]!, dots[own]!, centroidNorms[own]!);
        if (upper[i]! <= safe) continue;
      }
      rowDots(values, i, centroids, 0, k, dim, dots, 0);
      let nearest = -1;
      let first = Number.POSITIVE_INFINITY;
      let second = Number.POSITIVE_INFINITY;
      for (let c = 0; c < k; c++) {
        const d = distance(rowNorms[i]!, dots[c]!, centroidNorms[c]!);
        if (d < first) {
          second = first;
          first = d;
          nearest = c;
        } else if (d < second) second = d;
      }
      upper[i] = first;
      lower[i] = second;
      if (nearest !== own) {
        this.give(i, nearest);
        moved++;
      }
    }
    return moved;
  }

  /** Gives each empty cluster the row farthest from its centroid; returns how many moved. */
  fillEmpty(): number {
    const { sizes, labels, rows, centroids } = this;
    let moved = 0;
    for (let empty = 0; empty < this.k; empty++) {
      if (sizes[empty]! > 0) continue;
      let farthest = -1;
      let most = -1;
      for (let i = 0; i < rows.count; i++) {
        const own = labels[i]!;
        if (sizes[own]! < 2) continue;
        const d = squaredDistance(rows.values, i, centroids, own, rows.dim);
        if (d > most) {
          most = d;
          farthest = i;
        }
      }
      this.give(farthest, empty);
      this.upper[farthest] = Number.POSITIVE_INFINITY;
      this.lower[farthest] = 0;
      moved++;
    }
    return moved;
  }

  /** Moves the centroids to the means and the bounds with them. */
  moveCentroids(): void {
    const { k, sizes, sums, centroids, labels, upper, lower, rows } = this;
    const { dim, count } = rows;
    const shift = new Float64Array(k);
    for (let c = 0; c < k; c++) {
      let squared = 0;
      for (let j = c * dim; j < (c + 1) * dim; j++) {
        const mean = sums[j]! / sizes[c]!;
        squared += (mean - centroids[j]!) ** 2;
        centroids[j] = mean;
      }
      shift[c] = Math.sqrt(squared);
    }
    const farthest = shift.indexOf(Math.max(...shift));
    const most = shift[farthest]!;
    const next = Math.max(0, ...shift.filter((_, c) => c !== farthest));
    for (let i = 0; i < count; i++) {
      const own = labels[i]!;
      upper[i] = upper[i]! + shift[own]!;
      lower[i] = lower[i]! - (own === farthest ? next : most);
    }
  }

  inertia(): number {
    const { values, count, dim } = this.rows;
    let total = 0;
    for (let i = 0; i < count; i++) {
      total += squaredDistance(values, i, this.centroids, this.labels[i]!, dim);
    }
    return total;
  }

  private give(row: number, to: number): void {
    const { labels, sizes, sums } = this;
    const { values, dim } = this.rows;
    const from = labels[row]!;
    for (let c = 0; c < dim; c++) {
      const value = values[row * dim + c]!;
      sums[to * dim + c]! += value;
      if (from >= 0) sums[from * dim + c]! -= value;
    }
    labels[row] = to;
    sizes[to]! += 1;
    if (from >= 0) sizes[from]! -= 1;
  }
}

function distance(squaredA: number, dot: number, squaredB: number): number {
  return Math.sqrt(Math.max(0, squaredA - 2 * dot + squaredB));
}
