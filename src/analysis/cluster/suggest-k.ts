import { part, type Steps } from '../steps.ts';
import type { KSuggestion, KSuggestionOptions } from '../types.ts';
import { checkInteger, type Given } from '../validate.ts';
import { cluster } from './kmeans.ts';

const DEFAULT_MOST = 12;

/**
 * The k of 2 … `most` whose clusters, as `cluster` finds them, have the highest mean silhouette
 * (Rousseeuw 1987).
 * @throws AnalysisError for most < 2 or values that are not finite.
 */
export function* suggestK(
  embeddings: Given,
  { most = DEFAULT_MOST, seed }: KSuggestionOptions = {},
): Steps<KSuggestion> {
  checkInteger('most', most, 2);
  // With as many clusters as texts there is no silhouette.
  const last = Math.min(most, embeddings.count - 1);
  // The work of a k grows with k.
  const share = (k: number) => (k * (k + 1) - 2) / (last * (last + 1) - 2);
  const scores: { k: number; silhouette: number }[] = [];
  let best = { k: 1, silhouette: Number.NEGATIVE_INFINITY };
  for (let k = 2; k <= last; k++) {
    const options = { k, ...(seed !== undefined && { seed }) };
    const found = yield* part(cluster(embeddings, options), share(k - 1), share(k));
    // Fewer clusters than asked for: there are no more distinct texts.
    if (found.k < k) break;
    const score = { k, silhouette: found.silhouette };
    scores.push(score);
    if (score.silhouette > best.silhouette) best = score;
  }
  return { k: best.k, scores };
}
