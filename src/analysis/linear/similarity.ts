import { type Steps, WORK_PER_STEP } from '../steps.ts';
import { checkSameDim, type Given, toRows } from '../validate.ts';
import { rowDots, rowsOfZeros } from './dot.ts';

/** Rows of `b` in one block: 256 rows of 384 floats stay in the cache. */
const BLOCK = 256;

/**
 * Computes the cosine of every row of `a` with every row of `b`: Float32Array [a.count × b.count]. A row of zeros has
 * no direction: its cosines are NaN.
 * @throws AnalysisError for rows of different widths or values that are not finite.
 */
export function* similarity(a: Given, b: Given): Steps<Float32Array> {
  const left = toRows('a', a);
  const right = toRows('b', b);
  checkSameDim('a', left, 'b', right);
  const [nowhereLeft, nowhereRight] = [rowsOfZeros(left), rowsOfZeros(right)];
  const cosines = new Float32Array(a.count * b.count);
  const dots = new Float64Array(BLOCK);
  let work = 0;
  for (let from = 0; from < b.count; from += BLOCK) {
    const to = Math.min(from + BLOCK, b.count);
    for (let i = 0; i < a.count; i++) {
      rowDots(left.values, i, right.values, from, to, a.dim, dots, 0);
      cosines.set(dots.subarray(0, to - from), i * b.count + from);
      work += (to - from) * a.dim;
      if (work >= WORK_PER_STEP) {
        work = 0;
        yield (from + ((to - from) * i) / a.count) / b.count;
      }
    }
  }
  for (const i of nowhereLeft) cosines.fill(Number.NaN, i * b.count, (i + 1) * b.count);
  for (const j of nowhereRight) {
    for (let i = 0; i < a.count; i++) cosines[i * b.count + j] = Number.NaN;
  }
  return cosines;
}
