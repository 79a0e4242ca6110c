import { draw, pick } from '../linear/sample.ts';
import { reduce } from '../project/pca.ts';
import { part, type Steps } from '../steps.ts';
import type { KSuggestion, KSuggestionOptions } from '../types.ts';
import { checkInteger, type Given, toRows } from '../validate.ts';
import { partition } from './kmeans.ts';
import { distancesOf, SILHOUETTE_EXACT_LIMIT, silhouetteBy } from './silhouette.ts';

const DEFAULT_MOST = 12;
/** Largest k up to which every k is tried. Beyond, steps grow with k, and only the best is searched closely. */
const EVERY = 12;
/** Ratio of successive k beyond `EVERY`: a silhouette changes little between neighbours there. */
const GROWTH = 1.25;
/** Restarts of k-means in a search beyond `EVERY`, where those of `cluster` would take minutes. */
const FEW_RESTARTS = 2;
const DEFAULT_SEED = 1;
/** Shares of the time: the distances, then the coarse search; the close one takes the rest. */
const DISTANCES = 0.1;
const COARSE = 0.75;

/**
 * Finds the k of 2 … `most` whose clusters have the highest mean silhouette (Rousseeuw 1987). Up to 12 tries every k,
 * with clusters as `cluster` finds them. A search beyond takes two restarts among the first 50 principal components, and
 * steps of a quarter, then ever finer ones around the best; the silhouettes are those of the whole rows. Of more than
 * 2,000 texts, draws that many.
 * @throws AnalysisError for most < 2 or values that are not finite.
 */
export function* suggestK(
  embeddings: Given,
  { most = DEFAULT_MOST, seed = DEFAULT_SEED }: KSuggestionOptions = {},
): Steps<KSuggestion> {
  checkInteger('most', most, 2);
  const all = toRows('embeddings', embeddings);
  const rows =
    all.count > SILHOUETTE_EXACT_LIMIT
      ? pick(all, draw(all.count, SILHOUETTE_EXACT_LIMIT, seed))
      : all;
  const given = { texts: all.count, sampled: rows.count };
  // With as many clusters as texts there is no silhouette.
  const last = Math.min(most, rows.count - 1);
  if (last < 2) return { k: 1, scores: [], most: Math.max(1, last), ...given };

  const distances = yield* part(distancesOf(rows), 0, DISTANCES / 2);
  const clustered = most <= EVERY ? rows : yield* part(reduce(rows), DISTANCES / 2, DISTANCES);
  const scores = new Map<number, number>();
  /** Tries k clusters. Returns false where fewer texts are distinct. */
  function* exists(k: number): Steps<boolean> {
    const restarts = most <= EVERY ? {} : { restarts: FEW_RESTARTS };
    const found = yield* partition(clustered, { k, seed, ...restarts });
    if (found.k < k) return false;
    scores.set(k, silhouetteBy(distances, found.assignments));
    return true;
  }

  const coarse = coarseSteps(last);
  const work = coarse.map(workOf).reduce((sum, each) => sum + each, 0);
  const closeUp = coarse.length === last - 1 ? 1 : COARSE;
  let done = 0;
  for (const k of coarse) {
    const from = DISTANCES + (closeUp - DISTANCES) * (done / work);
    done += workOf(k);
    const to = DISTANCES + (closeUp - DISTANCES) * (done / work);
    if (!(yield* part(exists(k), from, to))) break;
  }
  let tried = 0;
  for (let next = nextClose(scores); next !== null; next = nextClose(scores)) {
    // The number of tries is not known; each takes half of the remaining progress.
    const [from, to] = [1 - (1 - COARSE) * 0.8 ** tried, 1 - (1 - COARSE) * 0.8 ** (tried + 1)];
    if (!(yield* part(exists(next), from, to))) break;
    tried += 1;
  }
  return {
    k: bestOf(scores) ?? 1,
    scores: [...scores].sort(([a], [b]) => a - b).map(([k, silhouette]) => ({ k, silhouette })),
    most: last,
    ...given,
  };
}

/** Lists 2 … 12, then each a quarter more than the one before, and `last`. */
function coarseSteps(last: number): number[] {
  const steps: number[] = [];
  for (let k = 2; k < last; k = k < EVERY ? k + 1 : Math.ceil(k * GROWTH)) steps.push(k);
  return [...steps, last];
}

/** Estimates the relative time that a k takes. */
function workOf(k: number): number {
  return k + 10;
}

/** Returns the k with the highest silhouette, the smaller of equals. */
function bestOf(scores: ReadonlyMap<number, number>): number | undefined {
  const found = [...scores].filter(([, score]) => Number.isFinite(score));
  return found.sort(([a, x], [b, y]) => y - x || a - b)[0]?.[0];
}

/**
 * Returns the k to try next, halfway between the best one and the farther of its neighbours; null where both are next
 * to it.
 */
function nextClose(scores: ReadonlyMap<number, number>): number | null {
  const best = bestOf(scores);
  if (best === undefined) return null;
  const tried = [...scores.keys()];
  const below = Math.max(...tried.filter((k) => k < best), Number.NEGATIVE_INFINITY);
  const above = Math.min(...tried.filter((k) => k > best), Number.POSITIVE_INFINITY);
  const gaps = [best - below, above - best].map((gap) => (Number.isFinite(gap) ? gap : 0));
  const [down, up] = gaps as [number, number];
  if (Math.max(down, up) < 2) return null;
  return up >= down ? best + Math.floor(up / 2) : best - Math.floor(down / 2);
}
