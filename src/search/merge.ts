import type { Ranked } from './types.ts';

/** What a part of the documents found: see `SearchApi.nearest`. */
interface PartRanked {
  /** Index of the part's first document. */
  readonly first: number;
  readonly indices: Int32Array;
  readonly scores: Float32Array;
}

/**
 * Joins what parts found into the k best of each query: by score, then by index; without a score last.
 * @param groups Group of each document, of which only the best is taken, if given.
 */
export function mergeRanked(parts: readonly PartRanked[], k: number, groups?: Uint32Array): Ranked {
  const length = parts[0]?.indices.length ?? 0;
  const indices = new Int32Array(length).fill(-1);
  const scores = new Float32Array(length).fill(Number.NaN);
  for (let at = 0; at < length; at += k) {
    const heads = parts.map(() => 0);
    const seen = new Set<number>();
    for (let place = 0; place < k; ) {
      let best = -1;
      for (const [p, part] of parts.entries()) {
        if (heads[p]! >= k || part.indices[at + heads[p]!] === -1) continue;
        // Of equal scores the earlier part has the lower indices.
        if (best < 0 || isBefore(part.scores[at + heads[p]!]!, scoreAt(best))) best = p;
      }
      if (best < 0) break;
      const part = parts[best]!;
      const index = part.first + part.indices[at + heads[best]!]!;
      const score = scoreAt(best);
      heads[best]! += 1;
      if (groups !== undefined) {
        const group = groups[index]!;
        if (seen.has(group)) continue;
        seen.add(group);
      }
      indices[at + place] = index;
      scores[at + place] = score;
      place += 1;
    }

    function scoreAt(p: number): number {
      return parts[p]!.scores[at + heads[p]!]!;
    }
  }
  return { indices, scores, k };
}

function isBefore(a: number, b: number): boolean {
  return a > b || (Number.isNaN(b) && !Number.isNaN(a));
}
