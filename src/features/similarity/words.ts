import type { SimilarityResult } from './result.ts';

/** Says which texts a matrix compares, and how many. */
export function summariseSimilarity({
  rows,
  columns,
  self,
  rowTotal,
  columnTotal,
  isSelection,
}: SimilarityResult): string {
  const size = `${isSelection ? 'Selection' : self ? 'A × A' : 'A × B'}, ${rows.length} × ${columns.length}`;
  const cut = rows.length < rowTotal || columns.length < columnTotal;
  return cut ? `${size} of ${rowTotal} × ${columnTotal}` : `${size}, cosine`;
}
