import { seededRandom } from '../../lib/random.ts';
import { type Float64Matrix, rowDots } from '../linear/dot.ts';
import { draw, pick } from '../linear/sample.ts';
import { part, type Steps, WORK_PER_STEP } from '../steps.ts';

/** Numbers of the leading directions in which every pair, and the few left of these, are compared. */
const WIDTHS = [16, 80] as const;
/** Rows from which the leading directions are learned: any directions are right, these prune well. */
const SAMPLE = 2_000;
const SEED = 1;
/** Rounds of the iteration for the directions: more prune little better. */
const ROUNDS = 5;

/** Rows of length 1 in a few orthonormal directions, and how long what is left of each is. */
export interface Heads {
  /** Coordinates in the first directions, Float64Array [count × width]. */
  readonly first: Float64Array;
  readonly width: number;
  /** Coordinates in the next directions, Float64Array [count × nextWidth]. */
  readonly next: Float64Array;
  readonly nextWidth: number;
  /** Length of each row without the first, and without both, Float64Array [count]. */
  readonly rest: Float64Array;
  readonly nextRest: Float64Array;
}

/** Projects rows of length 1 on the directions in which a sample of them is longest (uncentred PCA). */
export function* headsOf(rows: Float64Matrix): Steps<Heads> {
  const { count, dim } = rows;
  const wide = Math.min(WIDTHS[1], dim);
  const width = Math.min(WIDTHS[0], dim);
  const nextWidth = wide - width;
  const directions = yield* part(leadingDirections(rows, wide), 0, 0.4);
  const first = new Float64Array(count * width);
  const next = new Float64Array(count * nextWidth);
  const rest = new Float64Array(count);
  const nextRest = new Float64Array(count);
  const head = new Float64Array(wide);
  const perStep = Math.max(1, Math.floor(WORK_PER_STEP / (wide * dim)));
  for (let i = 0; i < count; i++) {
    rowDots(rows.values, i, directions, 0, wide, dim, head, 0);
    first.set(head.subarray(0, width), i * width);
    next.set(head.subarray(width), i * nextWidth);
    let left = 1;
    for (let c = 0; c < width; c++) left -= head[c]! ** 2;
    rest[i] = Math.sqrt(Math.max(0, left));
    for (let c = width; c < wide; c++) left -= head[c]! ** 2;
    nextRest[i] = Math.sqrt(Math.max(0, left));
    if (i % perStep === 0) yield 0.4 + (0.6 * i) / count;
  }
  return { first, width, next, nextWidth, rest, nextRest };
}

/**
 * Orthonormal directions, the leading ones first, one a row: Float64Array [wanted × dim]. A few rounds of orthogonal
 * iteration (Golub & Van Loan, section 8.2.4) come near enough to the eigenvectors; exact ones would take seconds.
 */
function* leadingDirections(rows: Float64Matrix, wanted: number): Steps<Float64Array> {
  const { dim } = rows;
  const sample = pick(rows, draw(rows.count, SAMPLE, SEED));
  const moments = new Float64Array(dim * dim);
  for (let row = 0; row < sample.count; row++) {
    const vector = sample.values.subarray(row * dim, (row + 1) * dim);
    for (let a = 0; a < dim; a++) {
      const value = vector[a]!;
      for (let b = 0; b < dim; b++) moments[a * dim + b]! += value * vector[b]!;
    }
    if (row % 16 === 0) yield (0.5 * row) / sample.count;
  }
  const random = seededRandom(SEED);
  const directions = Float64Array.from({ length: wanted * dim }, () => random() - 0.5);
  const image = new Float64Array(wanted * dim);
  for (let round = 0; round < ROUNDS; round++) {
    for (let row = 0; row < wanted; row++) {
      // The matrix is symmetric: its rows are its columns.
      rowDots(directions, row, moments, 0, dim, dim, image, row * dim);
      yield 0.5 + (0.5 * (round + row / wanted)) / ROUNDS;
    }
    directions.set(image);
    orthonormalise(directions, wanted, dim);
  }
  return directions;
}

/** Makes rows orthonormal in place, by Gram–Schmidt, twice, since one pass loses orthogonality. Those spanned already become zeros. */
function orthonormalise(rows: Float64Array, count: number, dim: number): void {
  const dots = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const vector = rows.subarray(row * dim, (row + 1) * dim);
    const before = Math.hypot(...vector);
    for (let pass = 0; pass < 2; pass++) {
      rowDots(vector, 0, rows, 0, row, dim, dots, 0);
      for (let j = 0; j < row; j++) {
        for (let c = 0; c < dim; c++) vector[c]! -= dots[j]! * rows[j * dim + c]!;
      }
    }
    const length = Math.hypot(...vector);
    if (length <= 1e-10 * before) vector.fill(0);
    else for (let c = 0; c < dim; c++) vector[c]! /= length;
  }
}
