import type { Data } from 'plotly.js';
import type { Clusters } from '../../analysis/types.ts';
import type { PlacedText } from '../../app/results.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
import type { Size } from '../../widgets/use-size.ts';
import { baseLayout } from '../panel/plot/base-layout.ts';
import type { Figure, PlotView } from '../panel/plot/Plot.tsx';
import type { Classes } from './classes.ts';

/** Pixels around the axes. */
export const MAP_MARGIN = { l: 20, r: 20, t: 22, b: 14 } as const;
/** Fraction of an axis left free at each of its ends. */
const ROOM = 0.05;

/** Meaning of the points' colours and shapes: clusters, classes, or steps of a scale. */
export interface Marks extends Pick<Clusters, 'k' | 'assignments'> {
  /** Number of steps of a scale: mark 0 is no value, mark 1 the lowest step. Absent where marks have no order. */
  readonly steps?: number;
}

/** Steps of a scale: more could not be told apart. */
const STEPS = 32;

/** A drawn map: of one lens, or between two. */
export interface MapPicture {
  readonly items: readonly PlacedText[];
  readonly marks: Marks;
  /** Coordinates, Float32Array [items × 2]. */
  readonly coordinates: Float32Array;
}

/** Points that look alike: of one mark and one group. */
export interface MapTrace {
  readonly cluster: number;
  readonly steps?: number;
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
  const { steps } = picture.marks;
  const scaled = steps === undefined ? {} : { steps };
  return clusterMembers(picture.marks).flatMap((all, cluster) =>
    (['A', 'B'] as const).flatMap((place) => {
      const members = all.filter((index) => picture.items[index]?.place === place);
      return members.length === 0 ? [] : [{ cluster, ...scaled, place, members }];
    }),
  );
}

/** Returns the view that shows every point of all the maps, with some room around them. */
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
  // Texts that are all alike lie in one point, shown in the middle.
  const room = (high - low) * ROOM || 1;
  return [low - room, high + room];
}

/**
 * Makes Plotly's part of the scatter: axes, pan and zoom, and pointing. canvas.ts draws the points and their
 * highlights: Plotly makes an element of each, which holds up the page when there are thousands.
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
      // While the whole view stays the same, pan and zoom are kept.
      uirevision: [...whole.x, ...whole.y].join(' '),
      // Named, because Plotly would otherwise guess the type from the values of every trace.
      xaxis: { type: 'linear', visible: false, range: [...whole.x] },
      yaxis: { type: 'linear', visible: false, range: [...whole.y] },
    },
  };
}

/** Makes marks of classes. Texts without a class have a mark of their own, the last. */
export function marksOf({ names, classOf }: Classes): Marks {
  return {
    k: names.length + 1,
    assignments: classOf.map((label) => (label < 0 ? names.length : label)),
  };
}

/** Makes marks of values between `low` and `high`. What is no number has the mark 0, which is drawn first, below all. */
export function scaleMarks(values: Float64Array | Float32Array, low: number, high: number): Marks {
  const range = high - low || 1;
  const assignments = new Int32Array(values.length);
  for (const [i, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    assignments[i] =
      1 + Math.max(0, Math.min(STEPS - 1, Math.floor(((value - low) / range) * STEPS)));
  }
  return { k: STEPS + 1, assignments, steps: STEPS };
}
