import { centre, transpose } from '../linear/centre.ts';
import { type Float64Matrix, rowDots } from '../linear/dot.ts';
import { part, type Steps, WORK_PER_STEP } from '../steps.ts';

/** Variance below which it is the rounding error of a mean, as a fraction of the squared lengths. */
const NOISE = 1e-20;

/**
 * Computes linear centred kernel alignment, ‖YᵀX‖² / (‖XᵀX‖ ‖YᵀY‖) in Frobenius norms with the columns centred
 * (Kornblith et al. 2019, eq. 4): 0 to 1, unchanged by rotation and by scale. Row i of both is the same text. NaN if
 * all rows of a side are the same.
 */
export function* linearCka(a: Float64Matrix, b: Float64Matrix): Steps<number> {
  const { count } = a;
  const x = centre(a);
  const y = centre(b);
  if (isNoise(x, a.values) || isNoise(y, b.values)) return Number.NaN;
  const products =
    count <= a.dim + b.dim
      ? yield* ofTexts({ ...a, values: x }, { ...b, values: y })
      : yield* ofColumns(transposed({ ...a, values: x }), transposed({ ...b, values: y }));
  return products.ab / Math.sqrt(products.aa * products.bb);
}

interface Products {
  readonly aa: number;
  readonly bb: number;
  readonly ab: number;
}

/** Computes it through the n × n products of the texts: ‖YᵀX‖² = Σ (XXᵀ ∘ YYᵀ). */
function* ofTexts(x: Float64Matrix, y: Float64Matrix): Steps<Products> {
  const { count } = x;
  const ofX = new Float64Array(count);
  const ofY = new Float64Array(count);
  let [aa, bb, ab] = [0, 0, 0];
  let work = 0;
  for (let i = 0; i < count; i++) {
    rowDots(x.values, i, x.values, i, count, x.dim, ofX, 0);
    rowDots(y.values, i, y.values, i, count, y.dim, ofY, 0);
    for (let j = 0; j < count - i; j++) {
      // Each pair off the diagonal stands for two.
      const weight = j === 0 ? 1 : 2;
      aa += weight * ofX[j]! * ofX[j]!;
      bb += weight * ofY[j]! * ofY[j]!;
      ab += weight * ofX[j]! * ofY[j]!;
    }
    work += (count - i) * (x.dim + y.dim);
    if (work >= WORK_PER_STEP) {
      work = 0;
      yield 1 - (1 - i / count) ** 2;
    }
  }
  return { aa, bb, ab };
}

/** Computes it through the products of the columns, used where these are fewer. Rows here are columns. */
function* ofColumns(x: Float64Matrix, y: Float64Matrix): Steps<Products> {
  const aa = yield* part(squaredProducts(x, x), 0, 0.33);
  const bb = yield* part(squaredProducts(y, y), 0.33, 0.66);
  const ab = yield* part(squaredProducts(x, y), 0.66, 1);
  return { aa, bb, ab };
}

/** Sums the squared dot products of every row of `x` with every row of `y`. */
function* squaredProducts(x: Float64Matrix, y: Float64Matrix): Steps<number> {
  const block = Math.max(1, Math.floor(WORK_PER_STEP / x.dim));
  const dots = new Float64Array(y.count);
  let total = 0;
  let work = 0;
  for (let i = 0; i < x.count; i++) {
    for (let from = 0; from < y.count; from += block) {
      const to = Math.min(from + block, y.count);
      rowDots(x.values, i, y.values, from, to, x.dim, dots, from);
      work += (to - from) * x.dim;
      if (work >= WORK_PER_STEP) {
        work = 0;
        yield i / x.count;
      }
    }
    for (const dot of dots) total += dot * dot;
  }
  return total;
}

function transposed({ values, count, dim }: Float64Matrix): Float64Matrix {
  return { values: transpose(values, count, dim), count: dim, dim: count };
}

function isNoise(centred: Float64Array, values: Float64Array): boolean {
  return sumOfSquares(centred) <= NOISE * sumOfSquares(values);
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
