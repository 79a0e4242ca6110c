import type { Data, Layout } from 'plotly.js';
import type { Clusters } from '../../analysis/types.ts';
import type { PlacedText } from '../../app/results.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
import type { Size } from '../../widgets/use-size.ts';
import { baseLayout } from '../panel/plot/base-layout.ts';
import type { Figure, PlotView } from '../panel/plot/Plot.tsx';
import type { Classes } from './compute.ts';

/** Pixels around the axes. */
export const MAP_MARGIN = { l: 20, r: 20, t: 22, b: 14 } as const;
/** The part of an axis left free at each of its ends. */
const ROOM = 0.05;

/** What the colours and shapes of points stand for: clusters, or classes. */
export type Marks = Pick<Clusters, 'k' | 'assignments'>;

/** A map as it is drawn: of one lens, or between two. */
export interface MapPicture {
  readonly items: readonly PlacedText[];
  readonly marks: Marks;
  /** Float32Array [items × 2]. */
  readonly coordinates: Float32Array;
}

/** Points that look alike: of one mark and one group. */
export interface MapTrace {
  readonly cluster: number;
  readonly place: PlacedText['place'];
  /** Indices of the items, in order. */
  readonly members: readonly number[];
}

/** Indices of the items of each cluster. */
export function clusterMembers({ k, assignments }: Marks): number[][] {
  const members: number[][] = Array.from({ length: k }, () => []);
  for (const [index, label] of assignments.entries()) members[label]?.push(index);
  return members;
}

export function mapTraces(picture: Pick<MapPicture, 'items' | 'marks'>): MapTrace[] {
  return clusterMembers(picture.marks).flatMap((all, cluster) =>
    (['A', 'B'] as const).flatMap((place) => {
      const members = all.filter((index) => picture.items[index]?.place === place);
      return members.length === 0 ? [] : [{ cluster, place, members }];
    }),
  );
}

/** The view that shows every point of all the maps, with some room around them. */
export function wholeView(maps: readonly Float32Array[]): PlotView {
  return { x: extent(maps, 0), y: extent(maps, 1) };
}

function extent(maps: readonly Float32Array[], axis: 0 | 1): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const coordinates of maps) {
    for (let i = axis; i < coordinates.length; i += 2) {
      const value = coordinates[i] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  // Texts that are all alike lie in one point: in the middle, then.
  const room = (high - low) * ROOM || 1;
  return [low - room, high + room];
}

/**
 * What of the scatter Plotly keeps: axes, pan and zoom, pointing and the rings. The points are
 * drawn by map-canvas.ts: Plotly makes an element of each, which holds up the page when there are
 * thousands.
 */
export function mapFigure(
  { coordinates }: Pick<MapPicture, 'coordinates'>,
  traces: readonly MapTrace[],
  whole: PlotView,
  theme: PlotTheme,
  size: Size,
  /** Whether dragging moves the map and the wheel zooms; else both scroll the page. */
  movable: boolean,
): Figure {
  const data = traces.map(
    ({ members }): Data => ({
      type: 'scatter',
      mode: 'none',
      x: members.map((index) => coordinates[2 * index] ?? 0),
      y: members.map((index) => coordinates[2 * index + 1] ?? 0),
      hoverinfo: 'none',
    }),
  );
  return {
    data,
    layout: {
      ...baseLayout(theme, size),
      dragmode: movable ? 'pan' : false,
      margin: MAP_MARGIN,
      // As long as the whole is the same, what was panned and zoomed stays.
      uirevision: [...whole.x, ...whole.y].join(' '),
      // Named, or Plotly would guess the type from the values of every trace.
      xaxis: { type: 'linear', visible: false, range: [...whole.x] },
      yaxis: { type: 'linear', visible: false, range: [...whole.y] },
    },
  };
}

/** Rings around lit texts. */
export function mapMarks(
  { items, coordinates }: Pick<MapPicture, 'items' | 'coordinates'>,
  lit: readonly string[],
  theme: PlotTheme,
): NonNullable<Layout['shapes']> {
  const texts = new Set(lit);
  if (texts.size === 0) return [];
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

/** Texts without a class have a mark of their own, the last. */
export function marksOf({ names, classOf }: Classes): Marks {
  return {
    k: names.length + 1,
    assignments: classOf.map((label) => (label < 0 ? names.length : label)),
  };
}
