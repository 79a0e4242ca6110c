/** Draws a sample from a store that can list its ids and read rows by them. */
import { Reservoir } from './draw.ts';
import {
  type Can,
  MOST_LISTED,
  MOST_SAMPLED,
  type SampledRow,
  type SampleOptions,
  type SampleRequest,
  StoreError,
  type StoreSample,
} from './types.ts';

/** Rows read in one request. */
const ROWS_AT_ONCE = 500;

/** Whether samples can be drawn from so many rows; null is an unknown number, which shows while they are listed. */
export function canBeListed(count: number | null): Can {
  if (count === null || count <= MOST_LISTED) return true;
  return `A sample needs the list of all ids, and ${count.toLocaleString('en')} are more than Facet lists (${MOST_LISTED.toLocaleString('en')}).`;
}

export interface Listing {
  /** Yields the ids of all rows, page by page, in an order that stays. @param total Infinity where it is not known. */
  ids(total: number, signal: AbortSignal | undefined): AsyncGenerator<readonly string[]>;
  /** Reads rows in any order; leaves out those that are gone. */
  rows(ids: readonly string[], signal: AbortSignal | undefined): Promise<readonly SampledRow[]>;
}

/** @throws StoreError if there are too many rows to list. */
export async function sampled(
  { collection, count, seed, within = Number.POSITIVE_INFINITY }: SampleRequest,
  { signal, onProgress }: SampleOptions = {},
  { ids, rows }: Listing,
): Promise<StoreSample> {
  if (!(count >= 1 && count <= MOST_SAMPLED)) {
    throw new StoreError(
      'asked',
      `A sample has 1 to ${MOST_SAMPLED.toLocaleString('en')} rows, not ${count}.`,
    );
  }
  const { can, count: total } = collection;
  if (can.sample !== true) throw new StoreError('asked', can.sample);
  const reservoir = new Reservoir<string>(count, seed);
  for await (const page of ids(total ?? Number.POSITIVE_INFINITY, signal)) {
    for (const id of page) reservoir.add(id);
    onProgress?.({ step: 'listing', done: reservoir.seen, total });
    const allowed = canBeListed(reservoir.seen);
    if (allowed !== true) throw new StoreError('asked', allowed);
    if (reservoir.seen >= within) break;
  }
  const drawn = reservoir.drawn();
  const found = new Map<string, SampledRow>();
  for (let start = 0; start < drawn.length; start += ROWS_AT_ONCE) {
    const wanted = drawn.slice(start, start + ROWS_AT_ONCE);
    for (const row of await rows(wanted, signal)) found.set(row.id, row);
    onProgress?.({ step: 'reading', done: start + wanted.length, total: drawn.length });
  }
  // Stores answer in an order of their own.
  return { rows: drawn.flatMap((id) => found.get(id) ?? []), of: reservoir.seen };
}
