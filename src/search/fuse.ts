import type { Ranked } from './types.ts';

/** Rank constant of Cormack, Clarke and Büttcher (SIGIR 2009). */
const RANK_CONSTANT = 60;

/**
 * Joins rankings of the same queries by reciprocal rank: a document's score is Σ 1 / (60 + rank) over the rankings that
 * list it with a score. Of equal scores, the one with the better single rank comes first, then the lower index.
 * @param groups Group of each document, if given: the rankings list one of each group, and its ranks count for the
 *   group. The one with the best rank stands for it, of equal ranks that of the earlier ranking.
 * @returns The k best of each query; indices are −1 where there are fewer.
 */
export function fuse(
  rankings: readonly Ranked[],
  queries: number,
  k: number,
  groups?: Uint32Array,
): Ranked {
  const indices = new Int32Array(queries * k).fill(-1);
  const scores = new Float32Array(queries * k).fill(Number.NaN);
  for (let query = 0; query < queries; query++) {
    const found = new Map<number, { index: number; score: number; best: number }>();
    for (const { indices: listed, scores: own, k: most } of rankings) {
      for (let place = 0; place < most; place++) {
        const at = query * most + place;
        const index = listed[at]!;
        if (index < 0 || Number.isNaN(own[at]!)) continue;
        const rank = place + 1;
        const key = groups?.[index] ?? index;
        const before = found.get(key) ?? { index, score: 0, best: rank };
        found.set(key, {
          index: rank < before.best ? index : before.index,
          score: before.score + 1 / (RANK_CONSTANT + rank),
          best: Math.min(before.best, rank),
        });
      }
    }
    const best = [...found.values()]
      .sort((a, b) => b.score - a.score || a.best - b.best || a.index - b.index)
      .slice(0, k);
    for (const [place, { index, score }] of best.entries()) {
      indices[query * k + place] = index;
      scores[query * k + place] = score;
    }
  }
  return { indices, scores, k };
}
