import type { ClusterSimilarity } from './result.ts';

/**
 * Returns the `limit` pairs of clusters with the greatest mean cosine on the first side, or, with `changes`, those
 * whose mean cosine differs most between the two sides. Of A × A each pair comes once. A pair without texts has none.
 */
export function closestClusters(
  { rows, columns, self, sides }: Pick<ClusterSimilarity, 'rows' | 'columns' | 'self' | 'sides'>,
  changes: boolean,
  limit: number,
) {
  const [first, second = first] = sides;
  return Array.from(first.values, (before, at) => ({
    row: Math.floor(at / columns.length),
    column: at % columns.length,
    before,
    after: second.values[at]!,
  }))
    .slice(0, rows.length * columns.length)
    .filter(
      ({ row, column, before, after }) =>
        (!self || row <= column) && !Number.isNaN(before) && !Number.isNaN(after),
    )
    .sort((a, b) =>
      changes ? Math.abs(b.after - b.before) - Math.abs(a.after - a.before) : b.before - a.before,
    )
    .slice(0, limit);
}
