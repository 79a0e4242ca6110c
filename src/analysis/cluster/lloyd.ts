/**
 * Lloyd's iterations, with Hamerly's bounds (SDM 2010): a text whose own centroid is surely nearer than every other is
 * skipped without computing a distance. The result is that of plain Lloyd. In this file `upper[i]` bounds the distance
 * of row i to its own centroid from above and `lower[i]` that to the second nearest from below.
 */
import { type Float64Matrix, rowDots, squaredDistance, squaredNorms } from '../linear/dot.ts';
import { type Steps, WORK_PER_STEP } from '../steps.ts';

const MAX_ITERATIONS = 300;
/** Relative gain below which a single move is left undone. */
const MARGIN = 1e-9;

/** Partitions `rows` into the clusters of the centroids `start` [k × dim], and improves the partition. */
export class Lloyd {
  /** Cluster of each row, Int32Array [count]. */
  readonly assignments: Int32Array;
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
  private iterations = 0;

  constructor(
    private readonly rows: Float64Matrix,
    private readonly rowNorms: Float64Array,
    start: Float64Array,
  ) {
    const { count, dim } = rows;
    this.k = start.length / dim;
    this.assignments = new Int32Array(count).fill(-1);
    this.sizes = new Int32Array(this.k);
    this.sums = new Float64Array(this.k * dim);
    this.centroids = start.slice();
    this.centroidNorms = squaredNorms({ values: this.centroids, count: this.k, dim });
    this.halfGap = new Float64Array(this.k);
    this.upper = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    this.lower = new Float64Array(count);
    this.dots = new Float64Array(this.k);
  }

  /**
   * Iterates until no row changes its cluster, or the centroids together move by less than `tolerance` (squared
   * distance). No cluster is empty then.
   */
  *improve(tolerance: number): Steps<void> {
    const { count, dim } = this.rows;
    const block = Math.max(1, Math.floor(WORK_PER_STEP / (this.k * dim)));
    for (; this.iterations < MAX_ITERATIONS; this.iterations++) {
      this.measureCentroids();
      let moved = 0;
      for (let from = 0; from < count; from += block) {
        moved += this.assign(from, Math.min(from + block, count));
        yield 0;
      }
      moved += this.fillEmpty();
      if (moved === 0 || this.moveCentroids() < tolerance) break;
    }
  }

  /**
   * Moves single rows as long as that lowers the inertia, counting how the two means follow (Hartigan & Wong 1979). Its
   * optima are optima of Lloyd, but not the reverse: it leaves the shallow ones. Call it after `improve`.
   */
  *refine(): Steps<void> {
    const { k, sizes, assignments } = this;
    const { count, dim } = this.rows;
    const block = Math.max(1, Math.floor(WORK_PER_STEP / (k * dim)));
    for (let pass = 0; pass < MAX_ITERATIONS; pass++) {
      let moved = 0;
      for (let i = 0; i < count; i++) {
        if (i % block === block - 1) yield 0;
        const from = assignments[i]!;
        if (sizes[from] === 1) continue;
        const to = this.bestMove(i);
        if (to === from) continue;
        this.give(i, to);
        this.recentre(from);
        this.recentre(to);
        moved++;
      }
      if (moved === 0) break;
    }
    // The centroids have moved since, and the bounds have not.
    this.upper.fill(Number.POSITIVE_INFINITY);
    this.lower.fill(0);
  }

  /** Returns the cluster in which row `i` adds least to the inertia; its own unless another is better. */
  private bestMove(i: number): number {
    const { k, sizes, assignments, dots, rowNorms, centroidNorms, centroids } = this;
    const { values, dim } = this.rows;
    rowDots(values, i, centroids, 0, k, dim, dots, 0);
    const own = assignments[i]!;
    const squared = (c: number) => rowNorms[i]! - 2 * dots[c]! + centroidNorms[c]!;
    let best = own;
    // The margin keeps rounding from moving a row to and fro between equals.
    let least = ((squared(own) * sizes[own]!) / (sizes[own]! - 1)) * (1 - MARGIN);
    for (let c = 0; c < k; c++) {
      if (c === own) continue;
      const cost = (squared(c) * sizes[c]!) / (sizes[c]! + 1);
      if (cost < least) {
        least = cost;
        best = c;
      }
    }
    return best;
  }

  /** Sets a centroid to the mean of its rows. */
  private recentre(c: number): void {
    const { sizes, sums, centroids, centroidNorms } = this;
    const { dim } = this.rows;
    for (let j = c * dim; j < (c + 1) * dim; j++) centroids[j] = sums[j]! / sizes[c]!;
    rowDots(centroids, c, centroids, c, c + 1, dim, centroidNorms, c);
  }

  private measureCentroids(): void {
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
  private assign(from: number, to: number): number {
    const { assignments, upper, lower, halfGap, dots, rowNorms, centroidNorms, centroids, k } =
      this;
    const { values, dim } = this.rows;
    let moved = 0;
    for (let i = from; i < to; i++) {
      const own = assignments[i]!;
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
  private fillEmpty(): number {
    const { sizes, assignments, rows, centroids } = this;
    let moved = 0;
    for (let empty = 0; empty < this.k; empty++) {
      if (sizes[empty]! > 0) continue;
      let farthest = -1;
      let most = -1;
      for (let i = 0; i < rows.count; i++) {
        const own = assignments[i]!;
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

  /** Moves the centroids to the means and the bounds with them; returns the squared distance. */
  private moveCentroids(): number {
    const { k, sizes, sums, centroids, assignments, upper, lower, rows } = this;
    const { dim, count } = rows;
    const shift = new Float64Array(k);
    let total = 0;
    for (let c = 0; c < k; c++) {
      let squared = 0;
      for (let j = c * dim; j < (c + 1) * dim; j++) {
        const mean = sums[j]! / sizes[c]!;
        squared += (mean - centroids[j]!) ** 2;
        centroids[j] = mean;
      }
      shift[c] = Math.sqrt(squared);
      total += squared;
    }
    const farthest = shift.indexOf(Math.max(...shift));
    const most = shift[farthest]!;
    const next = Math.max(0, ...shift.filter((_, c) => c !== farthest));
    for (let i = 0; i < count; i++) {
      const own = assignments[i]!;
      upper[i] = upper[i]! + shift[own]!;
      lower[i] = lower[i]! - (own === farthest ? next : most);
    }
    return total;
  }

  /** Returns the sum of squared distances to the own centroid. */
  inertia(): number {
    const { values, count, dim } = this.rows;
    let total = 0;
    for (let i = 0; i < count; i++) {
      total += squaredDistance(values, i, this.centroids, this.assignments[i]!, dim);
    }
    return total;
  }

  private give(row: number, to: number): void {
    const { assignments, sizes, sums } = this;
    const { values, dim } = this.rows;
    const from = assignments[row]!;
    for (let c = 0; c < dim; c++) {
      const value = values[row * dim + c]!;
      sums[to * dim + c]! += value;
      if (from >= 0) sums[from * dim + c]! -= value;
    }
    assignments[row] = to;
    sizes[to]! += 1;
    if (from >= 0) sizes[from]! -= 1;
  }
}

function distance(squaredA: number, dot: number, squaredB: number): number {
  return Math.sqrt(Math.max(0, squaredA - 2 * dot + squaredB));
}
