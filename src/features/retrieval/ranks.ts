import type { PlacedText } from '../../app/results.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { formatDecimal } from '../../widgets/format.ts';
import type { RankedBy, RetrievalResult, RetrievalSide } from './result.ts';

/** A document with its rank under a lens. */
export interface Ranked {
  /** The document; where documents are ranked by their chunks, the best chunk. */
  readonly document: PlacedText;
  /** Names what is ranked: the same under two lenses for the same document, whatever its best chunk. */
  readonly key: string;
  /** Name of the document for the user: "D5", "report.txt · 3/12". */
  readonly name: string;
  /** Rank, from 1. */
  readonly rank: number;
  /** Cosine, or the score of `RankedBy`; NaN if document or query has no vector. Such a document is listed at the end without a rank. */
  readonly score: number;
}

/** What ranked the documents of one query. */
export interface How {
  readonly by: RankedBy;
  /** Words that were looked for; undefined where words do not count. */
  readonly terms: readonly string[] | undefined;
}

/** The documents of one query under two lenses. */
export interface RankedTwice {
  readonly query: string;
  /** Ids of the lenses. */
  readonly lenses: readonly [first: string, second: string];
  readonly before: readonly Ranked[];
  readonly after: readonly Ranked[];
  readonly how: How;
}

/** A document's ranks under two lenses; null where it is beyond the ranks that are kept. */
export interface RankChange {
  /** The document, as the second lens ranks it where it does. */
  readonly document: PlacedText;
  readonly key: string;
  readonly name: string;
  readonly before: Ranked | null;
  readonly after: Ranked | null;
}

/** The documents of a query under one lens, best first. */
export function rankedUnder(
  result: RetrievalResult,
  { ranking }: RetrievalSide,
  query: number,
): Ranked[] {
  return Array.from({ length: ranking.k }, (_, place) => {
    const at = query * ranking.k + place;
    const index = ranking.indices[at] ?? -1;
    const document = result.documents[index];
    return document === undefined
      ? []
      : [
          {
            document,
            key: keyOf(result, index, document),
            name: nameOf(result, index, document),
            rank: place + 1,
            score: ranking.scores[at] ?? Number.NaN,
          },
        ];
  }).flat();
}

function keyOf({ chunked, folded }: Grouping, index: number, { id }: PlacedText): string {
  return folded && chunked !== null ? `${chunked.groups[index]}` : id;
}

type Grouping = Pick<RetrievalResult, 'chunked' | 'folded'>;

/** Characters of a document's name that are shown beside its text. */
const NAME = 32;

/** Name of a document, with the number of the chunk where it was cut. */
function nameOf({ chunked }: Grouping, index: number, { number }: PlacedText): string {
  const group = chunked?.groups[index] ?? -1;
  const name = chunked?.names[group] ?? null;
  if (chunked === null || name === null) return `D${number}`;
  const short = excerpt(name, NAME);
  const count = chunked.counts[group]!;
  const chunk = chunked.places[index]?.number ?? null;
  return count === 1 || chunk === null ? short : `${short} · ${chunk}/${count}`;
}

/** The name of the scores, and of what a picture or a table says of them. */
export const SCORE_NAMES: Readonly<Record<RankedBy, string>> = {
  vectors: 'Cosine',
  words: 'Words (BM25)',
  both: 'Fused (RRF)',
};

/** A score as shown: fused ones differ in their fourth decimal. */
export function formatScore(by: RankedBy, score: number): string {
  if (by === 'both' && !Number.isNaN(score)) return score.toFixed(4);
  return formatDecimal(score);
}

/** The rank as shown; a dash for none. */
export function rankName({ rank, score }: Ranked): string {
  return Number.isNaN(score) ? '–' : String(rank);
}

/** Whether one of the two lenses lists the document without a rank; it then neither rose nor fell. */
export function isUnranked({ before, after }: RankChange): boolean {
  return [before, after].some((side) => side !== null && Number.isNaN(side.score));
}

/** Every document that either lens ranks, in the order of the first, then of the second. */
export function rankChanges(before: readonly Ranked[], after: readonly Ranked[]): RankChange[] {
  const byKey = (ranked: readonly Ranked[]) => new Map(ranked.map((each) => [each.key, each]));
  const [was, is] = [byKey(before), byKey(after)];
  const arrived = after.filter(({ key }) => !was.has(key));
  return [...before, ...arrived].map((each) => {
    const { document, key, name } = is.get(each.key) ?? each;
    const [first, second] = [was.get(key) ?? null, is.get(key) ?? null];
    return { document, key, name, before: first, after: second };
  });
}

/**
 * Number of places that a document rose; negative if it fell. It is infinite for a document that enters or leaves the
 * ranks, and 0 for one without a rank.
 */
export function rise(change: RankChange): number {
  if (isUnranked(change)) return 0;
  const { before, after } = change;
  if (before === null) return Number.POSITIVE_INFINITY;
  return after === null ? Number.NEGATIVE_INFINITY : before.rank - after.rank;
}

/** Sorts by the largest rise or fall, then by the better rank. Documents without a rank come last. */
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

/** Compares numbers, also infinities, whose difference is NaN. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** A change of rank in words, for screen readers. */
export function riseInWords(change: RankChange, limit: number): string {
  if (isUnranked(change)) return 'not ranked: no vector under one of the lenses';
  const places = rise(change);
  if (places === Number.POSITIVE_INFINITY) return `up from beyond rank ${limit}`;
  if (places === Number.NEGATIVE_INFINITY) return `down to beyond rank ${limit}`;
  const from = `from rank ${change.before?.rank}`;
  if (places === 0) return `unchanged ${from}`;
  return `${places > 0 ? 'up' : 'down'} ${Math.abs(places)} ${from}`;
}

/** A change of rank as a sign: "▲3", "▼2", "=". */
export function riseAsSign(change: RankChange): string {
  if (isUnranked(change)) return '–';
  const places = rise(change);
  if (places === 0) return '=';
  const sign = places > 0 ? '▲' : '▼';
  return Number.isFinite(places) ? `${sign}${Math.abs(places)}` : sign;
}
