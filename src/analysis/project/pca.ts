import { centre, columnProducts, meanOf } from '../linear/centre.ts';
import { type Float64Matrix, rowDots } from '../linear/dot.ts';
import { ROUGH_TOLERANCE, topEigenpairs } from '../linear/eigen.ts';
import { draw, pick } from '../linear/sample.ts';
import { part, type Steps, WORK_PER_STEP } from '../steps.ts';

/** Variance, as a fraction of the largest, below which a component is rounding noise. */
const NOISE = 1e-12;

/** Width to which rows are reduced before the search for neighbours. */
const REDUCED_DIM = 50;

/** Rows that components are found from: of more, that many are drawn. More would change them by a sampling error. */
const PCA_EXACT_LIMIT = 20_000;
/** Seed of the draw, fixed: a PCA has no other chance in it. */
const SEED = 1;

export interface PcaOptions {
  /** Rows that the components are found from; of more, that many are drawn. */
  readonly fitted?: number;
  /** Error of a component, as a fraction of the largest variance. */
  readonly tolerance?: number;
  /** Rows that the components are those of, in place of the data's own. */
  readonly of?: Float64Matrix;
}

/** Computes the first 50 principal components of the data or of the rows `of`, or all there are; two at least. */
export function* reduce(data: Float64Matrix, of: Float64Matrix = data): Steps<Float64Matrix> {
  const dim = Math.max(2, Math.min(REDUCED_DIM, data.dim, of.count));
  const values = yield* principalComponents(data, dim, { tolerance: ROUGH_TOLERANCE, of });
  return { values, count: data.count, dim };
}

/**
 * Computes the scores on the first `components` principal components, Float64Array [count × components]. Each
 * component's sign makes its largest loading by magnitude positive (as in scikit-learn ≥ 1.5), so the same rows always
 * give the same picture. Components beyond the rank of the data are 0.
 */
export function* principalComponents(
  data: Float64Matrix,
  components: number,
  { fitted = PCA_EXACT_LIMIT, tolerance, of = data }: PcaOptions = {},
): Steps<Float64Array> {
  const { count, dim } = data;
  const scores = new Float64Array(count * components);
  if (of.count < 2) return scores;
  const rows = of.count > fitted ? pick(of, draw(of.count, fitted, SEED)) : of;
  const mean = meanOf(rows);
  const loadings = yield* part(findLoadings(rows, components, tolerance), 0, 0.9);
  const found = loadings.length;
  const directions = new Float64Array(found * dim);
  for (const [component, loading] of loadings.entries()) directions.set(loading, component * dim);
  const offsets = new Float64Array(found);
  const row = new Float64Array(found);
  rowDots(mean, 0, directions, 0, found, dim, offsets, 0);
  let work = 0;
  for (let i = 0; i < count; i++) {
    rowDots(data.values, i, directions, 0, found, dim, row, 0);
    for (let c = 0; c < found; c++) scores[i * components + c] = row[c]! - offsets[c]!;
    work += found * dim;
    if (work >= WORK_PER_STEP) {
      work = 0;
      yield 0.9 + (0.1 * i) / count;
    }
  }
  return scores;
}

/** Finds the directions of most variance, each of length 1, the first first; fewer where the rows have fewer. */
function* findLoadings(
  rows: Float64Matrix,
  components: number,
  tolerance: number | undefined,
): Steps<Float64Array[]> {
  const { count, dim } = rows;
  // The smaller of the two products of the data with itself has the same non-zero spectrum.
  const byRows = count <= dim;
  const size = byRows ? count : dim;
  const centred = byRows ? centre(rows) : null;
  const products = centred === null ? columnProducts(rows, rows) : gram(centred, count, dim);
  const product = yield* part(products, 0, 0.5);
  const wanted = Math.min(components, size);
  const { values, vectors } = yield* part(topEigenpairs(product, size, wanted, tolerance), 0.5, 1);
  const found: Float64Array[] = [];
  for (let component = 0; component < wanted; component++) {
    const variance = values[component]!;
    if (!(variance > NOISE * values[0]!)) break;
    const vector = vectors.slice(component * size, (component + 1) * size);
    const loading = centred === null ? vector : combine(centred, vector, count, dim, variance);
    orient(loading);
    found.push(loading);
  }
  return found;
}

/** Computes the dot products of the rows with each other, [count × count]. */
function* gram(rows: Float64Array, count: number, dim: number): Steps<Float64Array> {
  const product = new Float64Array(count * count);
  const block = Math.max(1, Math.floor(WORK_PER_STEP / dim));
  let work = 0;
  for (let i = 0; i < count; i++) {
    for (let from = i; from < count; from += block) {
      const to = Math.min(from + block, count);
      rowDots(rows, i, rows, from, to, dim, product, i * count + from);
      work += (to - from) * dim;
      if (work >= WORK_PER_STEP) {
        work = 0;
        yield i / count;
      }
    }
    for (let j = i + 1; j < count; j++) product[j * count + i] = product[i * count + j]!;
  }
  return product;
}

/** Computes loadings (length 1) from the left singular vector: Xᵀu / σ. */
function combine(
  rows: Float64Array,
  weights: Float64Array,
  count: number,
  dim: number,
  variance: number,
): Float64Array {
  const loadings = new Float64Array(dim);
  for (let i = 0; i < count; i++) {
    const weight = weights[i]! / Math.sqrt(variance);
    for (let c = 0; c < dim; c++) loadings[c]! += weight * rows[i * dim + c]!;
  }
  return loadings;
}

/** Flips the vector in place so that its largest entry by magnitude is positive. */
function orient(vector: Float64Array): void {
  let extreme = 0;
  for (const entry of vector) if (Math.abs(entry) > Math.abs(extreme)) extreme = entry;
  if (extreme < 0) for (let c = 0; c < vector.length; c++) vector[c]! *= -1;
}
