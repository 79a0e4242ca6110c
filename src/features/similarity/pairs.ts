import { movedPairs } from '../../analysis/compare/moved-pairs.ts';
import type { SimilarityResult } from './result.ts';

/**
 * The `limit` pairs with the greatest cosine on the first side. Pairs without a cosine come last. Of A × A it gives
 * each pair once, and no text with itself.
 */
export function closestPairs(
  { columns, self, sides }: Pick<SimilarityResult, 'columns' | 'self' | 'sides'>,
  limit: number,
) {
  const width = columns.length;
  const [{ values }] = sides;
  const indices = Uint32Array.from(values.keys()).filter(
    (index) => !self || Math.floor(index / width) < index % width,
  );
  // A finite value below every cosine: the difference of two infinities is not a number.
  const height = (index: number) => (Number.isNaN(values[index]) ? -2 : (values[index] ?? -2));
  // Numbers sort faster than objects, and a matrix of 200 by 200 has 40,000 pairs.
  return Array.from(
    indices.sort((a, b) => height(b) - height(a) || a - b).subarray(0, limit),
    (index) => ({ row: Math.floor(index / width), column: index % width }),
  );
}

/** The `limit` pairs whose cosine differs most between the two sides. */
export function pairsThatMoved({ rows, columns, self, sides }: SimilarityResult, limit: number) {
  const [first, second] = sides;
  if (second === undefined) return [];
  const shape = { rows: rows.length, columns: columns.length, self };
  return movedPairs(first.values, second.values, shape, limit);
}
