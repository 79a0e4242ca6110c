import type { PlotTheme } from '../../widgets/plot/theme.ts';
import { valueColour } from './value-scale.ts';

/**
 * Shapes, as paths in a box of 12: neither shape nor colour has to distinguish marks alone. The plainest come first.
 */
const SHAPES = [
  'M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z', // circle
  'M2 2h8v8H2Z', // square
  'm6 1.5 5 9H1Z', // triangle-up
  'm6 .5 5.5 5.5L6 11.5.5 6Z', // diamond
  'M4.3 1h3.4v3.3H11v3.4H7.7V11H4.3V7.7H1V4.3h3.3Z', // cross
  'm6 .6 1.5 3.7 4 .3-3 2.6.9 3.9L6 9l-3.4 2.1.9-3.9-3-2.6 4-.3Z', // star
  'm6 .8 4.5 2.6v5.2L6 11.2 1.5 8.6V3.4Z', // hexagon
  'M1 1.5h10l-5 9Z', // triangle-down
  'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Zm0 3a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z', // ring
  'M2.9 1 6 4.1 9.1 1 11 2.9 7.9 6 11 9.1 9.1 11 6 7.9 2.9 11 1 9.1 4.1 6 1 2.9Z', // x
  'M1.5 1h9L7 6l3.5 5h-9L5 6Z', // hourglass
  'M1 8.8a5 5 0 0 1 10 0Z', // dome
  'M10.5 1v10l-9-5Z', // triangle-left
  'm6 .4 1.6 4 4 1.6-4 1.6-1.6 4-1.6-4L.4 6l4-1.6Z', // four-pointed star
  'M.8 4h10.4v4H.8Z', // bar
  'M6 .8 11 6H8v5H4V6H1Z', // arrow-up
  'm6 .8 5 3.7-1.9 6H2.9L1 4.5Z', // pentagon
  'M1 1.5 6 5l5-3.5v9L6 7l-5 3.5Z', // bow tie
  'M4 .8h4v10.4H4Z', // pillar
  'M1.5 1v10l9-5Z', // triangle-right
  'M1 3.2a5 5 0 0 0 10 0Z', // bowl
  'M1.5 1.5h9v3H7.6v6H4.4v-6H1.5Z', // T
  'M6 11.2 1 6h3V1h4v5h3Z', // arrow-down
  'M2 1.5h3.4v5.6H10v3.4H2Z', // L
  'M6 10.8 1.3 6a2.8 2.8 0 0 1 4-4l.7.7.7-.7a2.8 2.8 0 0 1 4 4Z', // heart
] as const;

/** Mark of clusters beyond the last one, and of texts without a value: a small dot without a colour. */
const REST = 'M6 3.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z';

/**
 * Number of marks that differ in colour or shape: the numbers of colours (8) and of shapes (25) have no common factor,
 * so no pair comes twice before.
 */
export const MOST_MARKS = 200;

/**
 * Returns shape (a path in a box of 12) and colour of a cluster or class by its number; those beyond `MOST_MARKS` share
 * one. With `steps` it is a step of a scale, from 1; 0 is no value.
 */
export function markOf(
  theme: Pick<PlotTheme, 'clusters' | 'muted' | 'surface'>,
  { cluster, steps }: { readonly cluster: number; readonly steps?: number | undefined },
): { readonly shape: string; readonly colour: string } {
  const { clusters, muted } = theme;
  if (steps !== undefined && cluster > 0) {
    return { shape: SHAPES[0], colour: valueColour(theme, (cluster - 1) / (steps - 1)) };
  }
  if (steps !== undefined || cluster >= MOST_MARKS) return { shape: REST, colour: muted };
  return {
    shape: SHAPES[cluster % SHAPES.length]!,
    colour: clusters[cluster % clusters.length]!,
  };
}
