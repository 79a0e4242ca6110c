/** The plain exact ranking: every cosine in float64. The search must give the same, to the bit. */
import { rowDots, rowsOfZeros } from '../src/analysis/linear/dot.ts';
import { topK } from '../src/analysis/linear/top-k.ts';
import { type Steps, WORK_PER_STEP } from '../src/analysis/steps.ts';
import { checkInteger, checkSameDim, type Given, toRows } from '../src/analysis/validate.ts';
import type { Ranked } from '../src/search/types.ts';

/**
 * Finds the `k` nearest documents of each query by cosine, best first; ties go to the lower index. Documents whose rows
 * are zero have no cosine: they come last, with NaN, and so do all documents of a query whose row is zero.
 * @throws AnalysisError for k < 1, rows of different widths or values that are not finite.
 */
export function* retrieve(queries: Given, documents: Given, k: number): Steps<Ranked> {
  checkInteger('k', k, 1);
  const asked = toRows('queries', queries);
  const searched = toRows('documents', documents);
  checkSameDim('queries', asked, 'documents', searched);
  const { count, dim } = searched;
  const kept = Math.min(k, count);
  const indices = new Int32Array(queries.count * kept);
  const scores = new Float32Array(queries.count * kept);
  const dots = new Float64Array(count);
  const cosines = new Float32Array(count);
  const block = Math.max(1, Math.floor(WORK_PER_STEP / Math.max(1, dim)));
  const nowhere = rowsOfZeros(searched);
  const aimless = new Set(rowsOfZeros(asked));
  let work = 0;
  for (let query = 0; query < queries.count; query++) {
    for (let from = 0; from < count; from += block) {
      const to = Math.min(from + block, count);
      rowDots(asked.values, query, searched.values, from, to, dim, dots, from);
      work += (to - from) * dim;
      if (work >= WORK_PER_STEP) {
        work = 0;
        yield (query + to / count) / queries.count;
      }
    }
    // Ranked as float32, the shown precision: values that look tied are tied.
    cosines.set(dots);
    if (aimless.has(query)) cosines.fill(Number.NEGATIVE_INFINITY);
    for (const document of nowhere) cosines[document] = Number.NEGATIVE_INFINITY;
    topK(cosines, kept, indices, query * kept);
    for (let rank = query * kept; rank < (query + 1) * kept; rank++) {
      const cosine = cosines[indices[rank]!]!;
      scores[rank] = cosine === Number.NEGATIVE_INFINITY ? Number.NaN : cosine;
    }
  }
  return { indices, scores, k: kept };
}
