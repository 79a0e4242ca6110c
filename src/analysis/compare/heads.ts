import { transpose } from '../linear/centre.ts';
import { type Float64Matrix, rowDots } from '../linear/dot.ts';
import { topEigenpairs } from '../linear/eigen.ts';
import { draw, pick } from '../linear/sample.ts';
import { part, type Steps, WORK_PER_STEP } from '../steps.ts';

/** Numbers of the leading directions in which every pair, and the few left of these, are compared. */
const WIDTHS = [16, 80] as const;
/** Rows from which the leading directions are learned: any directions are right, these prune well. */
const SAMPLE = 2_000;
const SEED = 1;

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

/** Orthonormal directions, one a row: Float64Array [wanted × dim]. */
function* leadingDirections(rows: Float64Matrix, wanted: number): Steps<Float64Array> {
  const { dim } = rows;
  const sample = pick(rows, draw(rows.count, SAMPLE, SEED));
  const columns = transpose(sample.values, sample.count, dim);
  const moments = new Float64Array(dim * dim);
  for (let c = 0; c < dim; c++) {
    rowDots(columns, c, columns, 0, dim, sample.count, moments, c * dim);
    yield (0.5 * c) / dim;
  }
  const { vectors } = yield* part(topEigenpairs(moments, dim, wanted), 0.5, 1);
  // Where the rows span fewer directions, the others are zeros, which take nothing from a row.
  const directions = new Float64Array(wanted * dim);
  directions.set(vectors);
  return directions;
}
