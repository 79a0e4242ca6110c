import { Recent } from '../lib/recent.ts';
import { NO_ROW, type VectorSet } from './types.ts';
import type { EmbeddedText } from './vector-cache.ts';

/** Number of sets recognised by their rows: those of every panel under two lenses, and some earlier ones. */
const KNOWN = 16;

let defined = 0;
/** Sets by their list of entries, which never changes. */
const ofEntries = new WeakMap<readonly EmbeddedText[], VectorSet>();
const known = new Recent<VectorSet, VectorSet>(KNOWN, sameRows);

/**
 * Returns the set of the vectors of `entries`, in their order: the same one for the same rows. A text without a vector
 * of its own has a row of zeros in it.
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
