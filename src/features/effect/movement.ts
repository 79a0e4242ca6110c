/** How much a text moved, in figures and in words. */
import type { EmbeddingComparison } from '../../analysis/types.ts';

/** Neighbours of a text under the second lens that it did not have under the first. */
export function newNeighbours(
  { movement, neighbours }: EmbeddingComparison,
  index: number,
): number {
  return Math.round((movement[index] ?? 0) * neighbours);
}

/** What the figures of a text mean. */
export function movementMeaning(
  { neighbours, sampled }: EmbeddingComparison,
  texts: number,
): string {
  const among = sampled < texts ? `, among ${sampled.toLocaleString('en')} texts drawn` : '';
  return `New: how many of a text’s ${neighbours} nearest texts under the second lens were not among its ${neighbours} nearest under the first${among}.`;
}

export const SHIFT_MEANING = 'Mean change of the text’s cosines with the others, without sign';
