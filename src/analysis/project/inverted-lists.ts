import { seededRandom } from '../../lib/random.ts';
import { miniBatch } from '../cluster/mini-batch.ts';
import { type Float64Matrix, rowDots, squaredNorms } from '../linear/dot.ts';
import { pick } from '../linear/sample.ts';
import { topK } from '../linear/top-k.ts';
import { part, type Steps, WORK_PER_STEP } from '../steps.ts';

/** Share of the time that finding the centres takes; the rest goes by rows. */
const CENTRES = 0.5;

/** Rows sorted into lists by their nearest centre. */
export interface InvertedLists {
  /** The rows, list by list. */
  readonly sorted: Float64Matrix;
  /** Number that each sorted row had before, Int32Array [count]. */
  readonly order: Int32Array;
  /** Where each list begins among the sorted rows, and last their number: Int32Array [lists + 1]. */
  readonly starts: Int32Array;
  /** Lists whose centres are nearest to each sorted row, nearest first: Int32Array [count × probes]. */
  readonly nearest: Int32Array;
  readonly probes: number;
}

/** Sorts rows into about √count lists by k-means (an inverted file, Jégou et al. 2011). The same for the same seed. */
export function* invertedLists(
  rows: Float64Matrix,
  wanted: number,
  seed: number,
): Steps<InvertedLists> {
  const { values, count, dim } = rows;
  const asked = Math.round(Math.sqrt(count));
  const random = seededRandom(seed);
  const norms = squaredNorms(rows);
  const centres = yield* part(miniBatch(rows, norms, asked, 1, random), 0, CENTRES);
  const lists = centres.length / dim;
  const probes = Math.min(wanted, lists);
  const centreNorms = squaredNorms({ values: centres, count: lists, dim });
  const nearest = new Int32Array(count * probes);
  const closeness = new Float64Array(lists);
  let work = 0;
  for (let i = 0; i < count; i++) {
    rowDots(values, i, centres, 0, lists, dim, closeness, 0);
    for (let c = 0; c < lists; c++) closeness[c] = 2 * closeness[c]! - centreNorms[c]!;
    topK(closeness, probes, nearest, i * probes);
    work += lists * dim;
    if (work >= WORK_PER_STEP) {
      work = 0;
      yield CENTRES + (1 - CENTRES) * (i / count);
    }
  }
  const own = (i: number) => nearest[i * probes]!;
  const starts = new Int32Array(lists + 1);
  for (let i = 0; i < count; i++) starts[own(i) + 1]! += 1;
  for (let c = 0; c < lists; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice();
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[next[own(i)]!++] = i;
  const byOrder = new Int32Array(count * probes);
  for (const [at, i] of order.entries()) {
    byOrder.set(nearest.subarray(i * probes, (i + 1) * probes), at * probes);
  }
  return { sorted: pick(rows, order), order, starts, nearest: byOrder, probes };
}
