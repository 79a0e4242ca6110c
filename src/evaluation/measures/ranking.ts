/** Measures of rankings, as trec_eval computes them (pytrec_eval). */

/** Relevance grades by document; 0 and below is irrelevant, a document without one is unjudged. */
export type Judgements = ReadonlyMap<string, number>;

export interface Hit {
  readonly document: string;
  readonly score: number;
}

/**
 * Ranks documents as trec_eval does: the highest score first, in single precision; of equal scores the document whose
 * id comes last in the order of code points.
 */
export function rankHits(hits: readonly Hit[]): string[] {
  return hits
    .map(({ document, score }) => ({ document, score: Math.fround(score) }))
    .sort((a, b) => b.score - a.score || compareIds(b.document, a.document))
    .map(({ document }) => document);
}

/** Compares by code points, as strcmp compares UTF-8. (`<` compares UTF-16, which differs beyond U+FFFF.) */
export function compareIds(a: string, b: string): number {
  const least = Math.min(a.length, b.length);
  for (let i = 0; i < least; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/**
 * Computes nDCG of the first `k` documents (Järvelin & Kekäläinen 2002), a grade as its own gain: trec_eval's ndcg_cut.
 * 0 where no judged document is relevant.
 */
export function ndcgAt(ranked: readonly string[], judged: Judgements, k: number): number {
  const gains = ranked.slice(0, k).map((document) => judged.get(document) ?? 0);
  const ideal = [...judged.values()].sort((a, b) => b - a).slice(0, k);
  const most = discounted(ideal);
  return most === 0 ? 0 : discounted(gains) / most;
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, i) => (gain > 0 ? sum + gain / Math.log2(i + 2) : sum), 0);
}

/** Computes the share of the relevant documents that are among the first `k`: trec_eval's recall. 0 where none is. */
export function recallAt(ranked: readonly string[], judged: Judgements, k: number): number {
  const relevant = relevantCount(judged);
  return relevant === 0 ? 0 : relevantAmong(ranked, judged, k) / relevant;
}

/** Computes the share of the first `k` places that have a relevant document: trec_eval's P. */
export function precisionAt(ranked: readonly string[], judged: Judgements, k: number): number {
  return relevantAmong(ranked, judged, k) / k;
}

/**
 * Computes the mean of the precisions at the relevant documents among the first `k`, one that is not there counting 0:
 * trec_eval's map_cut. 0 where no judged document is relevant. The mean over queries is MAP@k.
 */
export function averagePrecisionAt(
  ranked: readonly string[],
  judged: Judgements,
  k: number,
): number {
  const relevant = relevantCount(judged);
  if (relevant === 0) return 0;
  let [found, sum] = [0, 0];
  for (const [i, document] of ranked.slice(0, k).entries()) {
    if (!isRelevant(judged, document)) continue;
    found += 1;
    sum += found / (i + 1);
  }
  return sum / relevant;
}

/** Computes 1 / the rank of the first relevant document, 0 where none is among the first `k`. The mean is MRR@k. */
export function reciprocalRankAt(ranked: readonly string[], judged: Judgements, k: number): number {
  const at = ranked.slice(0, k).findIndex((document) => isRelevant(judged, document));
  return at < 0 ? 0 : 1 / (at + 1);
}

function relevantAmong(ranked: readonly string[], judged: Judgements, k: number): number {
  return ranked.slice(0, k).filter((document) => isRelevant(judged, document)).length;
}

function relevantCount(judged: Judgements): number {
  return [...judged.values()].filter((grade) => grade > 0).length;
}

function isRelevant(judged: Judgements, document: string): boolean {
  return (judged.get(document) ?? 0) > 0;
}
