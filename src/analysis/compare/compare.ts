import { type Float64Matrix, rowDots } from '../linear/dot.ts';
import { draw, pick } from '../linear/sample.ts';
import { topK } from '../linear/top-k.ts';
import { part, type Steps, WORK_PER_STEP } from '../steps.ts';
import { AnalysisError, type CompareOptions, type EmbeddingComparison } from '../types.ts';
import { checkInteger, type Given, toRows } from '../validate.ts';
import { linearCka } from './cka.ts';
import { spearman } from './spearman.ts';

/** Texts up to which every pair counts: two million pairs. */
export const COMPARE_EXACT_LIMIT = 2000;
const DEFAULT_NEIGHBOURS = 10;
const DEFAULT_SEED = 1;

/**
 * Computes how the second embedding of the same texts differs from the first; see `EmbeddingComparison`.
 * @throws AnalysisError for different counts, neighbours < 1 or values that are not finite.
 */
export function* compare(
  from: Given,
  to: Given,
  options: CompareOptions = {},
): Steps<EmbeddingComparison> {
  const { neighbours = DEFAULT_NEIGHBOURS, seed = DEFAULT_SEED } = options;
  checkInteger('neighbours', neighbours, 1);
  const a = toRows('from', from);
  const b = toRows('to', to);
  if (a.count !== b.count) {
    throw new AnalysisError(
      `from has ${a.count} texts and to has ${b.count}: embed the same texts under both.`,
    );
  }
  const { count } = a;
  const drawn = draw(count, COMPARE_EXACT_LIMIT, seed);
  const sampled = drawn.length;
  const k = Math.max(0, Math.min(neighbours, sampled - 1));
  const moves = yield* part(compareTexts(a, b, drawn, k), 0, 0.7);
  const rho = yield* part(spearman(moves.before, moves.after), 0.7, 0.8);
  const cka = yield* part(linearCka(a, b), 0.8, 1);
  const { movement, shift } = moves;
  const moved = Int32Array.from({ length: count }, (_, i) => i).sort(
    (i, j) => movement[j]! - movement[i]! || shift[j]! - shift[i]! || i - j,
  );
  return {
    spearman: rho,
    cka,
    overlap: k === 0 ? Number.NaN : 1 - mean(movement),
    jaccard: k === 0 ? Number.NaN : mean(moves.jaccards),
    neighbours: k,
    sampled,
    moved,
    movement: Float32Array.from(movement),
    shift: Float32Array.from(shift),
  };
}

interface Moves {
  /** Cosines of the pairs of drawn texts, each pair once, in the order of `after`. */
  readonly before: Float32Array;
  readonly after: Float32Array;
  readonly movement: Float64Array;
  readonly shift: Float64Array;
  readonly jaccards: Float64Array;
}

/** Compares every text with the `drawn` ones (ascending), under both embeddings. */
function* compareTexts(
  a: Float64Matrix,
  b: Float64Matrix,
  drawn: Int32Array,
  k: number,
): Steps<Moves> {
  const { count } = a;
  const width = drawn.length;
  const left = side(a, drawn, k);
  const right = side(b, drawn, k);
  const numberOfPairs = (width * Math.max(0, width - 1)) / 2;
  const before = new Float32Array(numberOfPairs);
  const after = new Float32Array(numberOfPairs);
  const movement = new Float64Array(count);
  const shift = new Float64Array(count);
  const jaccards = new Float64Array(count);
  /** Position of the text in `drawn`, or of the first drawn text after it. */
  let position = 0;
  let pair = 0;
  let work = 0;
  for (let i = 0; i < count; i++) {
    const self = drawn[position] === i ? position : -1;
    const was = measure(left, i, self);
    const is = measure(right, i, self);
    let sum = 0;
    for (let j = 0; j < width; j++) {
      if (j === self) continue;
      const x = was[j]!;
      const y = is[j]!;
      sum += Math.abs(y - x);
      // Two drawn texts meet twice; their pair counts once.
      if (self >= 0 && j > self) {
        before[pair] = x;
        after[pair] = y;
        pair++;
      }
    }
    const others = self < 0 ? width : width - 1;
    shift[i] = others === 0 ? 0 : sum / others;
    const shared = inCommon(left.nearest, right.nearest);
    movement[i] = k === 0 ? 0 : 1 - shared / k;
    jaccards[i] = shared / (2 * k - shared);
    if (self >= 0) position++;
    work += width * (a.dim + b.dim);
    if (work >= WORK_PER_STEP) {
      work = 0;
      yield i / count;
    }
  }
  return { before, after, movement, shift, jaccards };
}

interface Side {
  readonly rows: Float64Matrix;
  /** Rows that each row is compared with. */
  readonly drawn: Float64Matrix;
  readonly dots: Float64Array;
  /**
   * Cosines of the drawn rows with each other, [drawn × drawn]: each is computed once and kept for its mirror image. As
   * float32, the shown precision: values that look tied are tied.
   */
  readonly among: Float32Array;
  /** Cosines of a row that was not drawn. */
  readonly outside: Float32Array;
  readonly nearest: Int32Array;
}

function side(rows: Float64Matrix, drawn: Int32Array, k: number): Side {
  const width = drawn.length;
  return {
    rows,
    drawn: pick(rows, drawn),
    dots: new Float64Array(width),
    among: new Float32Array(width * width),
    outside: new Float32Array(width),
    nearest: new Int32Array(k),
  };
}

/**
 * Computes the cosines of row `i` with the drawn rows and finds its nearest among them, itself excluded. `self`: its
 * position among them or −1; drawn rows must be measured in their order.
 */
function measure(side: Side, i: number, self: number): Float32Array {
  const { rows, drawn, dots, among, outside, nearest } = side;
  const width = drawn.count;
  const cosines = self < 0 ? outside : among.subarray(self * width, (self + 1) * width);
  const from = self + 1;
  rowDots(rows.values, i, drawn.values, from, width, rows.dim, dots, from);
  cosines.set(dots.subarray(from), from);
  if (self >= 0) {
    for (let j = from; j < width; j++) among[j * width + self] = cosines[j]!;
    cosines[self] = Number.NEGATIVE_INFINITY;
  }
  topK(cosines, nearest.length, nearest, 0);
  return cosines;
}

function inCommon(a: Int32Array, b: Int32Array): number {
  let shared = 0;
  for (const index of a) if (b.includes(index)) shared++;
  return shared;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
