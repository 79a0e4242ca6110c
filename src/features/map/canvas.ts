import type { PlotTheme } from '../../widgets/plot/theme.ts';
import type { Size } from '../../widgets/use-size.ts';
import type { PlotView } from '../panel/plot/Plot.tsx';
import { markOf } from './cluster-style.ts';
import { MAP_MARGIN, type MapPicture, type MapTrace } from './figure.ts';
import { labelPlaces } from './label-places.ts';
import type { Lit } from './lit.ts';

/** Most points with numbers: more would cover each other. Above, clusters have names instead. */
export const MOST_LABELS = 40;
/** Most points with ways: more would hide them. */
const MOST_TRAILS = 400;
/** Number of points above which a mark is drawn once and copied to its places: that takes a tenth of the time. */
const MOST_PATHS = 2000;
/** Points between two looks at the clock: about a millisecond of copying. */
const POINTS_PER_STEP = 1000;
/** Side of the box in which the shapes of clusters are given. */
const BOX = 12;
/** Radius of a ring around a point, in pixels. */
const RING = 9;

/** Computes where the points stand on the screen: [x, y] in pixels, y downwards. */
export function pixelPlaces(
  coordinates: Float32Array,
  view: PlotView,
  size: Size,
): (readonly [x: number, y: number])[] {
  const place = placer(coordinates, view, size);
  return Array.from({ length: coordinates.length / 2 }, (_, i) => place(i));
}

/** Returns where each point stands on the screen, by its index. */
export function placer(coordinates: Float32Array, view: PlotView, { width, height }: Size) {
  const across = (width - MAP_MARGIN.l - MAP_MARGIN.r) / (view.x[1] - view.x[0]);
  const up = (height - MAP_MARGIN.t - MAP_MARGIN.b) / (view.y[1] - view.y[0]);
  return (i: number): readonly [x: number, y: number] => [
    MAP_MARGIN.l + ((coordinates[2 * i] ?? 0) - view.x[0]) * across,
    height - MAP_MARGIN.b - ((coordinates[2 * i + 1] ?? 0) - view.y[0]) * up,
  ];
}

/** Inputs of a map's drawings. */
export interface Scene {
  readonly picture: Pick<MapPicture, 'items' | 'coordinates'>;
  readonly traces: readonly MapTrace[];
  readonly theme: PlotTheme;
  readonly view: PlotView;
  readonly size: Size;
}

/**
 * Draws the points: colour and shape by cluster, filled for group A, open for group B. In steps of a few milliseconds.
 * `origin`: starting places, to draw their ways; null where they stand still.
 */
export function* drawMap(
  context: CanvasRenderingContext2D,
  { picture, traces, theme, view, size }: Scene,
  origin: Float32Array | null,
): Generator<void> {
  const { items, coordinates } = picture;
  if (origin !== null && items.length <= MOST_TRAILS) {
    const from = pixelPlaces(origin, view, size);
    drawTrails(context, from, pixelPlaces(coordinates, view, size), theme);
  }
  const place = placer(coordinates, view, size);
  const scale = scaleFor(items.length);
  for (const trace of traces) {
    yield* drawMarks(context, trace, { place, theme, size, scale, count: items.length });
  }
  if (items.length <= MOST_LABELS) drawNames(context, { picture, theme, view, size });
}

/** Draws the highlights: the raised points in full, a little larger, and rings. */
export function* drawLit(
  context: CanvasRenderingContext2D,
  { picture: { items, coordinates }, traces, theme, view, size }: Scene,
  { ringed, raised }: Lit,
): Generator<void> {
  const place = placer(coordinates, view, size);
  if (raised.length > 0) {
    const wanted = new Set(raised);
    const scale = Math.min(1, scaleFor(items.length) * 1.2);
    for (const trace of traces) {
      const members = trace.members.filter((index) => wanted.has(index));
      const how = { place, theme, size, scale, count: raised.length };
      yield* drawMarks(context, { ...trace, members }, how);
    }
  }
  context.strokeStyle = theme.ink;
  context.lineWidth = 2;
  for (const index of ringed) {
    context.beginPath();
    context.arc(...place(index), RING, 0, 2 * Math.PI);
    context.stroke();
  }
}

interface MarkDrawing {
  readonly place: (index: number) => readonly [x: number, y: number];
  readonly theme: PlotTheme;
  readonly size: Size;
  readonly scale: number;
  /** Number of points of the whole drawing. */
  readonly count: number;
}

function* drawMarks(
  context: CanvasRenderingContext2D,
  trace: MapTrace,
  { place, theme, size, scale, count }: MarkDrawing,
): Generator<void> {
  const { members } = trace;
  if (members.length === 0) return;
  const page = context.getTransform();
  const stamp = count > MOST_PATHS ? stampOf(trace, theme, scale * page.a) : null;
  const shape = new Path2D(markOf(theme, trace).shape);
  prepare(context, trace, theme);
  let drawn = 0;
  for (const index of members) {
    const [x, y] = place(index);
    if (x < -BOX || y < -BOX || x > size.width + BOX || y > size.height + BOX) continue;
    if (stamp === null) {
      context.setTransform(page);
      context.translate(x - (BOX / 2) * scale, y - (BOX / 2) * scale);
      context.scale(scale, scale);
      context.fill(shape);
      context.stroke(shape);
    } else {
      // On whole pixels of the screen: between them the copy would be blurred.
      context.resetTransform();
      const half = stamp.width / 2;
      context.drawImage(stamp, Math.round(x * page.a - half), Math.round(y * page.d - half));
    }
    drawn += 1;
    if (drawn % POINTS_PER_STEP === 0) {
      context.setTransform(page);
      yield;
      // Another drawing may have begun on the same context meanwhile.
      prepare(context, trace, theme);
    }
  }
  context.setTransform(page);
}

/** Draws a mark as a small picture; `scale` in pixels of the screen for each of the box. */
function stampOf(trace: MapTrace, theme: PlotTheme, scale: number) {
  const stamp = document.createElement('canvas');
  const side = Math.ceil((BOX + 2) * scale);
  stamp.width = side;
  stamp.height = side;
  const context = stamp.getContext('2d')!;
  context.translate(side / 2, side / 2);
  context.scale(scale, scale);
  context.translate(-BOX / 2, -BOX / 2);
  prepare(context, trace, theme);
  const shape = new Path2D(markOf(theme, trace).shape);
  context.fill(shape);
  context.stroke(shape);
  return stamp;
}

function prepare(context: CanvasRenderingContext2D, trace: MapTrace, theme: PlotTheme): void {
  const { colour } = markOf(theme, trace);
  const open = trace.place === 'B';
  context.lineJoin = 'round';
  context.fillStyle = open ? theme.surface : colour;
  // A rim in the colour of the ground parts points that overlap.
  context.strokeStyle = open ? colour : theme.surface;
  context.lineWidth = open ? 2 : 1;
}

function drawNames(
  context: CanvasRenderingContext2D,
  { picture: { items, coordinates }, theme, view, size }: Omit<Scene, 'traces'>,
): void {
  const places = pixelPlaces(coordinates, view, size);
  context.font = `10px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const [index, label] of labelPlaces(places).entries()) {
    if (label === null) continue;
    const { place, number } = items[index]!;
    const [x, y] = places[index]!;
    context.fillText(`${place}${number}`, x + label.dx, y + label.dy);
  }
}

function drawTrails(
  context: CanvasRenderingContext2D,
  from: readonly (readonly [x: number, y: number])[],
  to: readonly (readonly [x: number, y: number])[],
  theme: PlotTheme,
): void {
  context.strokeStyle = theme.line;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const [index, [x, y]] of from.entries()) {
    context.moveTo(x, y);
    context.lineTo(...to[index]!);
  }
  context.stroke();
}

/** Returns the scale of points: smaller where there are many. */
function scaleFor(count: number): number {
  if (count <= 400) return 1;
  if (count <= 2000) return 0.66;
  return count <= 20_000 ? 0.5 : 0.35;
}
