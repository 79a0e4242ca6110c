import { Recent } from '../lib/recent.ts';
import { NO_ROW, type VectorSet } from './types.ts';
import type { EmbeddedText } from './vector-cache.ts';

/** Sets that are told apart by their rows: those of every panel under two lenses, and some from before. */
const KNOWN = 16;

let defined = 0;
/** By their entries' list, which never changes. */
const ofEntries = new WeakMap<readonly EmbeddedText[], VectorSet>();
const known = new Recent<VectorSet, VectorSet>(KNOWN, sameRows);

/**
 * The set of the vectors of `entries`, in their order: the same one for the same rows. A text without a vector of its
 * own has a row of zeros in it.
 */
export function vectorSet(entries: readonly EmbeddedText[]): VectorSet {
  let set = ofEntries.get(entries);
  if (set === undefined) {
    const rows = Uint32Array.from(entries, ({ row, without }) => (without === null ? row : NO_ROW));
    const fresh = { id: defined, dim: entries[0]?.dim ?? 0, count: rows.length, rows };
    set = known.get(fresh) ?? fresh;
    if (set === fresh) defined += 1;
    known.set(set, set);
    ofEntries.set(entries, set);
  }
  return set;
}

function sameRows(a: VectorSet, b: VectorSet): boolean {
  return (
    a.dim === b.dim && a.count === b.count && a.rows.every((row, index) => row === b.rows[index])
  );
}
