import type { Entries } from '../../app/embeddings/entries.ts';

/** Texts from which on they keep their places: fewer are laid out anew within a second or two. */
const LEAST = 500;
/** Share of the texts that may be added, and of the map's that may be gone: more of them change what is near what. */
const MOST = 0.1;

/** How a list of texts differs from that of the map whose places it has. */
export interface OnEarlier {
  /** Number of texts that were placed on it. */
  readonly added: number;
  /** Number of its texts that are gone. */
  readonly removed: number;
}

/**
 * Takes the places of texts from an earlier map: Float32Array [entries × 2], NaN for a text that was not on it. Returns
 * null where there are few texts, or too many were added or removed.
 * @param earlier Places of `before`, Float32Array [before × 2].
 */
export function earlierPlaces(
  before: Entries,
  earlier: Float32Array,
  entries: Entries,
): { readonly coordinates: Float32Array; readonly onEarlier: OnEarlier } | null {
  const fewest = (1 - MOST) * Math.max(before.length, entries.length);
  if (before.length < LEAST || Math.min(before.length, entries.length) < fewest) return null;
  const coordinates = new Float32Array(2 * entries.length).fill(Number.NaN);
  let kept = 0;
  const keep = (i: number, at: number): void => {
    coordinates.set(earlier.subarray(2 * at, 2 * at + 2), 2 * i);
    kept += 1;
  };
  // Mostly texts come at the end: what is alike at both ends is not looked up.
  const shorter = Math.min(before.length, entries.length);
  let first = 0;
  while (first < shorter && before[first] === entries[first]) keep(first, first++);
  let [end, endBefore] = [entries.length, before.length];
  while (end > first && endBefore > first && before[endBefore - 1] === entries[end - 1]) {
    keep(--end, --endBefore);
  }
  // A text that comes twice has one entry and two places.
  const places = new Map<Entries[number], number[]>();
  for (let at = endBefore - 1; at >= first; at--) {
    const known = places.get(before[at]!);
    if (known === undefined) places.set(before[at]!, [at]);
    else known.push(at);
  }
  for (let i = first; i < end; i++) {
    const at = places.get(entries[i]!)?.pop();
    if (at !== undefined) keep(i, at);
  }
  if (kept < fewest) return null;
  return {
    coordinates,
    onEarlier: { added: entries.length - kept, removed: before.length - kept },
  };
}
