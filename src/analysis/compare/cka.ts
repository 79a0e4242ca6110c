import { centre, columnProducts, meanOf } from '../linear/centre.ts';
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
  if (isNoise(a) || isNoise(b)) return Number.NaN;
  const products =
    a.count <= a.dim + b.dim
      ? yield* ofTexts({ ...a, values: centre(a) }, { ...b, values: centre(b) })
      : yield* ofColumns(a, b);
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

/** Computes it through the products of the columns, used where these are fewer. */
function* ofColumns(x: Float64Matrix, y: Float64Matrix): Steps<Products> {
  const aa = yield* part(columnProducts(x, x), 0, 0.33);
  const bb = yield* part(columnProducts(y, y), 0.33, 0.66);
  const ab = yield* part(columnProducts(x, y), 0.66, 1);
  return { aa: sumOfSquares(aa), bb: sumOfSquares(bb), ab: sumOfSquares(ab) };
}

function isNoise(rows: Float64Matrix): boolean {
  const { values, dim } = rows;
  const mean = meanOf(rows);
  let variance = 0;
  for (let at = 0; at < values.length; at++) variance += (values[at]! - mean[at % dim]!) ** 2;
  return variance <= NOISE * sumOfSquares(values);
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
