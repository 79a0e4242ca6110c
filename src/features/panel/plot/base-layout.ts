import type { Layout } from 'plotly.js';
import type { PlotTheme } from '../../../widgets/plot/theme.ts';
import type { Size } from '../../../widgets/use-size.ts';

/** Transparent, in the page's font, without Plotly's own additions. */
export function baseLayout(theme: PlotTheme, { width, height }: Size): Partial<Layout> {
  return {
    width,
    height,
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: theme.font, size: 11, color: theme.muted },
    showlegend: false,
    dragmode: false,
    hovermode: 'closest',
  };
}
