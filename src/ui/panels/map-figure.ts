import type { Data, Layout } from 'plotly.js';
import type { MapResult } from '../../state/panels.ts';
import type { Figure } from '../plot/Plot.tsx';
import type { PlotTheme } from '../plot/theme.ts';
import { clusterColour, clusterShape } from './cluster-style.ts';
import { baseLayout } from './similarity-figure.ts';
import type { Size } from './use-size.ts';

/** With more points than this, their numbers would cover each other. */
const MOST_LABELS = 40;

/** Indices of the items of each trace of the figure: trace = cluster. */
export function clusterMembers({ clusters }: MapResult): number[][] {
  const members: number[][] = Array.from({ length: clusters.k }, () => []);
  for (const [index, label] of clusters.labels.entries()) members[label]?.push(index);
  return members;
}

/** The scatter: colour and shape by cluster, filled for group A, open for group B. */
export function mapFigure(result: MapResult, theme: PlotTheme, size: Size): Figure {
  const { items, coordinates } = result;
  const labelled = items.length <= MOST_LABELS;
  const diameter = items.length > 400 ? 6 : 10;
  const data = clusterMembers(result).map((members, cluster): Data => {
    const { symbol } = clusterShape(cluster);
    const colour = clusterColour(theme.clusters, cluster);
    return {
      type: 'scatter',
      mode: labelled ? 'text+markers' : 'markers',
      x: members.map((index) => coordinates[2 * index] ?? 0),
      y: members.map((index) => coordinates[2 * index + 1] ?? 0),
      text: labelled ? members.map((index) => `${items[index]?.place}${items[index]?.number}`) : '',
      textposition: 'top center',
      textfont: { size: 10, color: theme.muted },
      hoverinfo: 'none',
      cliponaxis: false,
      marker: {
        size: diameter,
        color: colour,
        symbol: members.map((index) => (items[index]?.place === 'B' ? `${symbol}-open` : symbol)),
        line: {
          width: members.map((index) => (items[index]?.place === 'B' ? 2 : 1)),
          color: members.map((index) => (items[index]?.place === 'B' ? colour : theme.surface)),
        },
      },
    };
  });
  const bare = {
    showgrid: false,
    zeroline: false,
    showticklabels: false,
    ticks: '' as const,
    showline: false,
  };
  return {
    data,
    layout: {
      ...baseLayout(theme, size),
      dragmode: 'pan',
      margin: { l: 20, r: 20, t: 22, b: 14 },
      xaxis: { ...bare },
      yaxis: { ...bare },
    },
  };
}

/** Rings around lit texts. */
export function mapMarks(
  { items, coordinates }: MapResult,
  lit: readonly string[],
  theme: PlotTheme,
): NonNullable<Layout['shapes']> {
  const texts = new Set(lit);
  return items.flatMap(({ text }, index) => {
    if (!texts.has(text)) return [];
    const ring: NonNullable<Layout['shapes']>[number] = {
      type: 'circle',
      xsizemode: 'pixel',
      ysizemode: 'pixel',
      xanchor: coordinates[2 * index] ?? 0,
      yanchor: coordinates[2 * index + 1] ?? 0,
      x0: -9,
      x1: 9,
      y0: -9,
      y1: 9,
      line: { color: theme.ink, width: 2 },
    };
    return [ring];
  });
}
