import { type Steps, WORK_PER_STEP } from '../steps.ts';
import type { MeanCosines } from '../types.ts';
import { AnalysisError } from '../types.ts';
import { type Given, toRows } from '../validate.ts';
import { rowDots } from './dot.ts';

/**
 * Computes the mean cosine of every group of rows with every group of columns; see `Analysis.meanCosines`. The mean of
 * all pairs is the product of two sums of unit rows, so it takes one pass whatever the number of texts.
 * @throws AnalysisError for groups of another length than the rows, or values that are not finite.
 */
export function* meanCosines(
  given: Given,
  groups: { readonly rows: Int32Array; readonly columns: Int32Array; readonly count: number },
): Steps<MeanCosines> {
  const rows = toRows('embeddings', given);
  const { count: k } = groups;
  for (const [name, { length }] of [
    ['rows', groups.rows],
    ['columns', groups.columns],
  ] as const) {
    if (length !== rows.count) {
      throw new AnalysisError(
        `${name} has ${length} groups for ${rows.count} texts: give each text one.`,
      );
    }
  }
  const ofRows = yield* sumUp(rows, groups.rows, k);
  const ofColumns = yield* sumUp(rows, groups.columns, k);
  /** Texts that are in a row's group and in a column's: each is a pair with itself, which is left out. */
  const selves = new Float64Array(k * k);
  for (let i = 0; i < rows.count; i++) {
    const [row, column] = [groups.rows[i]!, groups.columns[i]!];
    if (row >= 0 && column >= 0) selves[row * k + column]! += 1;
  }
  const means = new Float32Array(k * k);
  const dots = new Float64Array(k);
  for (let row = 0; row < k; row++) {
    rowDots(ofRows.sums, row, ofColumns.sums, 0, k, rows.dim, dots, 0);
    for (let column = 0; column < k; column++) {
      const same = selves[row * k + column]!;
      const pairs = ofRows.sizes[row]! * ofColumns.sizes[column]! - same;
      means[row * k + column] = pairs === 0 ? Number.NaN : (dots[column]! - same) / pairs;
    }
  }
  return { means, typicality: typicality(rows, groups, ofRows.sums, ofColumns.sums) };
}

type Rows = ReturnType<typeof toRows>;

function* sumUp({ values, count, dim }: Rows, groups: Int32Array, k: number) {
  const sums = new Float64Array(k * dim);
  const sizes = new Float64Array(k);
  let work = 0;
  for (let i = 0; i < count; i++) {
    const group = groups[i]!;
    if (group < 0) continue;
    sizes[group]! += 1;
    for (let c = 0; c < dim; c++) sums[group * dim + c]! += values[i * dim + c]!;
    work += dim;
    if (work >= WORK_PER_STEP) {
      work = 0;
      yield i / count;
    }
  }
  return { sums, sizes };
}

/** Computes each text's cosine with the sum of its group, up to a factor that is the same for the whole group. */
function typicality(
  { values, count, dim }: Rows,
  groups: { readonly rows: Int32Array; readonly columns: Int32Array },
  ofRows: Float64Array,
  ofColumns: Float64Array,
): Float32Array {
  const dot = new Float64Array(1);
  return Float32Array.from({ length: count }, (_, i) => {
    const [row, column] = [groups.rows[i]!, groups.columns[i]!];
    if (row < 0 && column < 0) return Number.NaN;
    const [sums, group] = row >= 0 ? [ofRows, row] : [ofColumns, column];
    rowDots(values, i, sums, group, group + 1, dim, dot, 0);
    return dot[0]!;
  });
}
