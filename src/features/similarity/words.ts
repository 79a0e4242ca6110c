import type { SimilarityResult } from './result.ts';

/** Which texts a matrix is of, and how many. */
export function summariseSimilarity({
  rows,
  columns,
  self,
  rowTotal,
  columnTotal,
}: SimilarityResult): string {
  const size = `${self ? 'A × A' : 'A × B'}, ${rows.length} × ${columns.length}`;
  const cut = rows.length < rowTotal || columns.length < columnTotal;
  return cut ? `${size} of ${rowTotal} × ${columnTotal}` : `${size}, cosine`;
}
