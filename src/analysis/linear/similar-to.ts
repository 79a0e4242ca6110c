import { type Steps, WORK_PER_STEP } from '../steps.ts';
import { AnalysisError, type NeighboursOfOne } from '../types.ts';
import { checkInteger, type Given, toRows } from '../validate.ts';
import { rowDots } from './dot.ts';
import { topK } from './top-k.ts';

/** Weight of what is wanted and of what is not, as Manning, Raghavan & Schütze 2008 (section 9.1.1) recommend them. */
const [LIKED, UNLIKED] = [0.75, 0.15];

/**
 * Finds the `count` texts nearest to the mean of the liked ones, less that of the unliked ones (Rocchio 1971): directions
 * count, not lengths. The liked and unliked ones themselves are left out, and texts without a direction come last, with NaN.
 * @throws AnalysisError without a liked text, for an index that is no text's, or a count below 1.
 */
export function* similarTo(
  given: Given,
  {
    liked,
    unliked,
    count,
  }: { readonly liked: Int32Array; readonly unliked: Int32Array; readonly count: number },
): Steps<NeighboursOfOne> {
  checkInteger('count', count, 1);
  const rows = toRows('embeddings', given);
  const { values, dim } = rows;
  if (liked.length === 0) throw new AnalysisError('liked is empty: name a text that is liked.');
  const wanted = new Float64Array(dim);
  const add = (indices: Int32Array, weight: number) => {
    for (const index of indices) {
      if (index < 0 || index >= rows.count) {
        throw new AnalysisError(
          `${index} is no text: there are ${rows.count}, so pass one of 0 to ${rows.count - 1}.`,
        );
      }
      for (let c = 0; c < dim; c++) wanted[c]! += weight * values[index * dim + c]!;
    }
  };
  add(liked, LIKED / liked.length);
  if (unliked.length > 0) add(unliked, -UNLIKED / unliked.length);
  yield 0;
  const length = Math.sqrt(wanted.reduce((sum, value) => sum + value * value, 0));
  const dots = new Float64Array(rows.count);
  const block = Math.max(1, Math.floor(WORK_PER_STEP / dim));
  for (let start = 0; start < rows.count; start += block) {
    const end = Math.min(rows.count, start + block);
    rowDots(wanted, 0, values, start, end, dim, dots, start);
    yield end / rows.count;
  }
  const cosines = Float32Array.from(dots, (dot) => dot / length);
  const left = new Set([...liked, ...unliked]);
  for (const index of left) cosines[index] = Number.NEGATIVE_INFINITY;
  const indices = new Int32Array(Math.min(count, rows.count - left.size));
  // NaN is below no number and above none, and would stay where it stands.
  topK(
    cosines.map((cosine) => (Number.isNaN(cosine) ? -2 : cosine)),
    indices.length,
    indices,
    0,
  );
  return { indices, cosines: Float32Array.from(indices, (at) => cosines[at]!) };
}
