import type { Data, Layout } from 'plotly.js';
import type { Item, MapResult } from '../../state/panels.ts';
import type { Figure } from '../plot/Plot.tsx';
import type { PlotTheme } from '../plot/theme.ts';
import { clusterColour, clusterShape } from './cluster-style.ts';
import { type LabelPlace, labelPlaces } from './label-places.ts';
import { baseLayout } from './similarity-figure.ts';
import type { Size } from './use-size.ts';

/** With more points than this, their numbers would cover each other. */
const MOST_LABELS = 40;
/** Points drawn: each is an element of the page, and thousands would hold it up. */
const MOST_POINTS = 1000;

/** Points that look alike: of one cluster and one group. */
export interface MapTrace {
  readonly cluster: number;
  readonly place: Item['place'];
  /** Indices of the items, in order. */
  readonly members: readonly number[];
}

/** Indices of the items of each cluster. */
export function clusterMembers({ clusters }: MapResult): number[][] {
  const members: number[][] = Array.from({ length: clusters.k }, () => []);
  for (const [index, label] of clusters.labels.entries()) members[label]?.push(index);
  return members;
}

/**
 * The traces of the figure: of many points an even share of each cluster and group, and at least
 * one of each.
 */
export function mapTraces(result: MapResult): MapTrace[] {
  const stride = Math.max(1, result.items.length / MOST_POINTS);
  return clusterMembers(result).flatMap((members, cluster) =>
    (['A', 'B'] as const).flatMap((place) => {
      const all = members.filter((index) => result.items[index]?.place === place);
      const count = Math.ceil(all.length / stride);
      const drawn = Array.from({ length: count }, (_, i) => all[Math.floor(i * stride)] ?? 0);
      return drawn.length === 0 ? [] : [{ cluster, place, members: drawn }];
    }),
  );
}

/** Points of `traces` together. */
export function pointCount(traces: readonly MapTrace[]): number {
  return traces.reduce((sum, { members }) => sum + members.length, 0);
}

/** The scatter: colour and shape by cluster, filled for group A, open for group B. */
export function mapFigure(
  result: MapResult,
  traces: readonly MapTrace[],
  theme: PlotTheme,
  size: Size,
): Figure {
  const { items, coordinates } = result;
  const labelled = items.length <= MOST_LABELS;
  const places = labelled ? placesOf(coordinates, size) : [];
  const diameter = items.length > 400 ? 6 : 10;
  const data = traces.map(({ cluster, place, members }): Data => {
    const { symbol } = clusterShape(cluster);
    const colour = clusterColour(theme.clusters, cluster);
    const open = place === 'B';
    const trace: Data = {
      type: 'scatter',
      mode: labelled ? 'text+markers' : 'markers',
      x: members.map((index) => coordinates[2 * index] ?? 0),
      y: members.map((index) => coordinates[2 * index + 1] ?? 0),
      text: labelled ? members.map((index) => `${items[index]?.place}${items[index]?.number}`) : '',
      textfont: { size: 10, color: theme.muted },
      hoverinfo: 'none',
      cliponaxis: false,
      marker: {
        size: diameter,
        color: colour,
        symbol: open ? `${symbol}-open` : symbol,
        line: { width: open ? 2 : 1, color: open ? colour : theme.surface },
      },
    };
    // The typings know one place for all labels only.
    return Object.assign(trace, {
      textposition: members.map((index) => places[index] ?? 'top center'),
    });
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

/** Places of the labels, from about where Plotly puts the points. */
function placesOf(coordinates: Float32Array, { width, height }: Size): LabelPlace[] {
  const xs = coordinates.filter((_, i) => i % 2 === 0);
  const ys = coordinates.filter((_, i) => i % 2 === 1);
  const pixels = (values: Float32Array, length: number) => {
    const low = Math.min(...values);
    const span = Math.max(...values) - low || 1;
    return Array.from(values, (value) => ((value - low) / span) * length);
  };
  // Margins, and the room Plotly leaves at the ends of an axis.
  const across = pixels(xs, 0.88 * (width - 40));
  const up = pixels(ys, 0.84 * (height - 36));
  return labelPlaces(across.map((x, i) => [x, -(up[i] ?? 0)] as const));
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
