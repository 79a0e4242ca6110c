/** Measures how far a map can be trusted. */
import { type Float64Matrix, rowDots, squaredNorms } from '../src/analysis/linear/dot.ts';
import { draw } from '../src/analysis/linear/sample.ts';
import { topK } from '../src/analysis/linear/top-k.ts';

/** Neighbours that are judged, of each text. */
const K = 15;

/**
 * Computes the trustworthiness (Venna & Kaski 2001) of a map [count × 2]: 1 if the 15 nearest points of each point are
 * its 15 nearest rows; less the farther away rows are that a map shows as near. About 0.5 for a map drawn by chance.
 * Computed for at most `most` texts, drawn with a fixed seed, each among all.
 */
export function trustworthiness(rows: Float64Matrix, map: Float32Array, most: number): number {
  const { count } = rows;
  const points = { values: Float64Array.from(map), count, dim: 2 };
  const [rowNorms, pointNorms] = [squaredNorms(rows), squaredNorms(points)];
  const drawn = draw(count, most, 1);
  const near = new Float64Array(count);
  const shown = new Float64Array(count);
  const best = new Int32Array(K);
  let excess = 0;
  for (const i of drawn) {
    closeness(rows, rowNorms, i, near);
    closeness(points, pointNorms, i, shown);
    topK(shown, K, best, 0);
    for (const j of best) {
      // The rank among the others, 1 for the nearest.
      let rank = 1;
      for (let other = 0; other < count; other++) {
        if (near[other]! > near[j]! || (near[other] === near[j] && other < j)) rank += 1;
      }
      excess += Math.max(0, rank - K);
    }
  }
  return 1 - (2 * excess) / (drawn.length * K * (2 * count - 3 * K - 1));
}

/** Writes 2 a·b − |b|² of row `i` and every other: the higher, the nearer; the row itself comes last. */
function closeness(rows: Float64Matrix, norms: Float64Array, i: number, out: Float64Array): void {
  rowDots(rows.values, i, rows.values, 0, rows.count, rows.dim, out, 0);
  for (let j = 0; j < out.length; j++) out[j] = 2 * out[j]! - norms[j]!;
  out[i] = Number.NEGATIVE_INFINITY;
}
