import { type Float64Matrix, rowDots } from '../linear/dot.ts';
import { topK } from '../linear/top-k.ts';
import { part, type Steps, WORK_PER_STEP } from '../steps.ts';
import { AnalysisError, type Neighbours, type NeighboursOfOne } from '../types.ts';
import { checkInteger, type Given, toRows } from '../validate.ts';

/**
 * Finds the `count` texts nearest to text `index` under each of two embeddings of the same texts, among all of them.
 * @throws AnalysisError for different counts, an index beyond them, or a count below 1.
 */
export function* neighbours(
  from: Given,
  to: Given,
  { index, count }: { readonly index: number; readonly count: number },
): Steps<Neighbours> {
  checkInteger('count', count, 1);
  checkInteger('index', index, 0);
  const a = toRows('from', from);
  const b = toRows('to', to);
  if (a.count !== b.count) {
    throw new AnalysisError(
      `from has ${a.count} texts and to has ${b.count}: embed the same texts under both.`,
    );
  }
  if (index >= a.count) {
    throw new AnalysisError(
      `index is ${index}, but there are ${a.count} texts: ask for one of them.`,
    );
  }
  return {
    before: yield* part(nearest(a, index, count), 0, 0.5),
    after: yield* part(nearest(b, index, count), 0.5, 1),
  };
}

function* nearest(rows: Float64Matrix, index: number, count: number): Steps<NeighboursOfOne> {
  const { values, dim } = rows;
  const dots = new Float64Array(rows.count);
  const block = Math.max(1, Math.floor(WORK_PER_STEP / dim));
  for (let start = 0; start < rows.count; start += block) {
    const end = Math.min(rows.count, start + block);
    rowDots(values, index, values, start, end, dim, dots, start);
    yield end / rows.count;
  }
  // As float32, the shown precision, as in `compare`: values that look tied are tied.
  const cosines = Float32Array.from(dots);
  cosines[index] = Number.NEGATIVE_INFINITY;
  const indices = new Int32Array(Math.min(count, rows.count - 1));
  topK(cosines, indices.length, indices, 0);
  return { indices, cosines: Float32Array.from(indices, (at) => cosines[at]!) };
}
