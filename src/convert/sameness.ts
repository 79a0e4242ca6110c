import { agreement } from '../engine/self-check.ts';
import type { Canary } from '../model-folder/format.ts';

/** Cosine of two texts of different subjects above which no ranking means anything: rounding changes as much. */
const SAME = 0.99999;

/**
 * Describes a model whose vectors hardly depend on the text, in words for the user; null for any other. Such a model
 * embeds without an error, and every similarity is 1.
 */
export function samenessWords({
  pairs,
  vectors,
}: Pick<Canary, 'pairs' | 'vectors'>): string | null {
  const dim = vectors.length / pairs.length;
  const row = (i: number) => vectors.subarray(i * dim, (i + 1) * dim);
  for (let i = 1; i < pairs.length; i++) if (agreement(row(0), row(i)) < SAME) return null;
  if (pairs.length < 2) return null;
  return `It gives the same vector for every text (${pairs.length} were tried, of different subjects), so that all similarities are 1: its weights are damaged or were never trained, or it is no sentence encoder.`;
}
