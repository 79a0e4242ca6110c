import type { PlacedText } from '../../app/results.ts';
import type { RetrievalResult, RetrievalSide } from './result.ts';

/** A document as ranked under a lens. */
export interface Ranked {
  readonly document: PlacedText;
  /** From 1. */
  readonly rank: number;
  /** Cosine; NaN where document or query has no vector: it is not ranked, and only listed at the end. */
  readonly score: number;
}

/** A document under two lenses; null where it is beyond the ranks that are kept. */
export interface RankChange {
  readonly document: PlacedText;
  readonly before: Ranked | null;
  readonly after: Ranked | null;
}

/** The documents of a query under one lens, best first. */
export function rankedUnder(
  { documents }: RetrievalResult,
  { ranking }: RetrievalSide,
  query: number,
): Ranked[] {
  return Array.from({ length: ranking.k }, (_, place) => {
    const at = query * ranking.k + place;
    const document = documents[ranking.indices[at] ?? -1];
    return document === undefined
      ? []
      : [{ document, rank: place + 1, score: ranking.scores[at] ?? Number.NaN }];
  }).flat();
}

/** The rank as it is shown: a dash where there is none. */
export function rankName({ rank, score }: Ranked): string {
  return Number.isNaN(score) ? '–' : String(rank);
}

/** Whether one of the two lenses lists the document without ranking it: then it neither rose nor fell. */
export function isUnranked({ before, after }: RankChange): boolean {
  return [before, after].some((side) => side !== null && Number.isNaN(side.score));
}

/** Every document that either lens ranks, in the order of the first, then of the second. */
export function rankChanges(before: readonly Ranked[], after: readonly Ranked[]): RankChange[] {
  const byId = (ranked: readonly Ranked[]) =>
    new Map(ranked.map((each) => [each.document.id, each]));
  const [was, is] = [byId(before), byId(after)];
  const arrived = after.filter(({ document }) => !was.has(document.id));
  return [...before, ...arrived].map(({ document }) => ({
    document,
    before: was.get(document.id) ?? null,
    after: is.get(document.id) ?? null,
  }));
}

/**
 * Places risen, negative for fallen; a document that comes or goes moved beyond every other, and one that is not ranked
 * did not move.
 */
export function rise(change: RankChange): number {
  if (isUnranked(change)) return 0;
  const { before, after } = change;
  if (before === null) return Number.POSITIVE_INFINITY;
  return after === null ? Number.NEGATIVE_INFINITY : before.rank - after.rank;
}

/** The largest rise or fall first; of equal ones, the better rank; what is not ranked comes last. */
export function mostMovedFirst(changes: readonly RankChange[]): RankChange[] {
  const best = ({ before, after }: RankChange) =>
    Math.min(before?.rank ?? Number.POSITIVE_INFINITY, after?.rank ?? Number.POSITIVE_INFINITY);
  return [...changes].sort(
    (a, b) =>
      Number(isUnranked(a)) - Number(isUnranked(b)) ||
      compare(Math.abs(rise(b)), Math.abs(rise(a))) ||
      best(a) - best(b),
  );
}

/** Also of infinities, whose difference is no number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** A change of rank in words, for those who do not see the lines. */
export function riseInWords(change: RankChange, limit: number): string {
  if (isUnranked(change)) return 'not ranked: no vector under one of the lenses';
  const places = rise(change);
  if (places === Number.POSITIVE_INFINITY) return `up from beyond rank ${limit}`;
  if (places === Number.NEGATIVE_INFINITY) return `down to beyond rank ${limit}`;
  const from = `from rank ${change.before?.rank}`;
  if (places === 0) return `unchanged ${from}`;
  return `${places > 0 ? 'up' : 'down'} ${Math.abs(places)} ${from}`;
}

/** The same as a sign: "▲3", "▼2", "=". */
export function riseAsSign(change: RankChange): string {
  if (isUnranked(change)) return '–';
  const places = rise(change);
  if (places === 0) return '=';
  const sign = places > 0 ? '▲' : '▼';
  return Number.isFinite(places) ? `${sign}${Math.abs(places)}` : sign;
}
