import { colourAt, inkOn } from '../../widgets/plot/contrast.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';

/**
 * Viridis (van der Walt & Smith 2015), whose lightness rises evenly, so that it reads without colours too. Of it the part
 * that stands out from the ground by 3 to 1 in each theme, high values most.
 */
const ON_LIGHT = ['#1f9e89', '#26828e', '#31688e', '#3e4989', '#482878', '#440154'] as const;
const ON_DARK = ['#26828e', '#1f9e89', '#35b779', '#6ece58', '#b5de2b', '#fde725'] as const;

/** Returns the colours of values on a map, low to high: evenly spaced `#rrggbb`. */
export function valueScale({ surface }: Pick<PlotTheme, 'surface'>): readonly string[] {
  return inkOn(colourAt([surface], 0)) === '#000000' ? ON_LIGHT : ON_DARK;
}

/** Returns the colour at `fraction` (0 to 1) of the scale, as `#rrggbb`. */
export function valueColour(theme: Pick<PlotTheme, 'surface'>, fraction: number): string {
  const channels = colourAt(valueScale(theme), fraction);
  return `#${channels.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}
