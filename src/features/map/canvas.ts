import type { PlotTheme } from '../../widgets/plot/theme.ts';
import type { Size } from '../../widgets/use-size.ts';
import type { PlotView } from '../panel/plot/Plot.tsx';
import { clusterColour, clusterShape } from './cluster-style.ts';
import { MAP_MARGIN, type MapPicture, type MapTrace } from './figure.ts';
import { labelPlaces } from './label-places.ts';

/** With more points than this, their numbers would cover each other. */
const MOST_LABELS = 40;
/** With more points than this, their ways would hide them. */
const MOST_TRAILS = 400;
/** Side of the box that the shapes of clusters are given in. */
const BOX = 12;

/** Where the points stand on the screen: [x, y] in pixels, y downwards. */
export function pixelPlaces(
  coordinates: Float32Array,
  view: PlotView,
  { width, height }: Size,
): (readonly [x: number, y: number])[] {
  const across = (width - MAP_MARGIN.l - MAP_MARGIN.r) / (view.x[1] - view.x[0]);
  const up = (height - MAP_MARGIN.t - MAP_MARGIN.b) / (view.y[1] - view.y[0]);
  return Array.from({ length: coordinates.length / 2 }, (_, i) => [
    MAP_MARGIN.l + ((coordinates[2 * i] ?? 0) - view.x[0]) * across,
    height - MAP_MARGIN.b - ((coordinates[2 * i + 1] ?? 0) - view.y[0]) * up,
  ]);
}

/** Draws the points: colour and shape by cluster, filled for group A, open for group B. */
export function drawMap(
  context: CanvasRenderingContext2D,
  { items, coordinates }: Pick<MapPicture, 'items' | 'coordinates'>,
  traces: readonly MapTrace[],
  theme: PlotTheme,
  view: PlotView,
  size: Size,
  /** Where the points come from, to draw their way; null where they stand still. */
  origin: Float32Array | null,
): void {
  const places = pixelPlaces(coordinates, view, size);
  if (origin !== null && items.length <= MOST_TRAILS) {
    drawTrails(context, pixelPlaces(origin, view, size), places, theme);
  }
  const scale = scaleFor(items.length);
  const page = context.getTransform();
  context.lineJoin = 'round';
  for (const { cluster, place, members } of traces) {
    const shape = new Path2D(clusterShape(cluster));
    const colour = clusterColour(theme.clusters, cluster);
    const open = place === 'B';
    context.fillStyle = open ? theme.surface : colour;
    // A rim in the colour of the ground parts points that overlap.
    context.strokeStyle = open ? colour : theme.surface;
    context.lineWidth = open ? 2 : 1;
    for (const index of members) {
      const [x, y] = places[index]!;
      if (x < -BOX || y < -BOX || x > size.width + BOX || y > size.height + BOX) continue;
      context.setTransform(page);
      context.translate(x - (BOX / 2) * scale, y - (BOX / 2) * scale);
      context.scale(scale, scale);
      context.fill(shape);
      context.stroke(shape);
    }
  }
  context.setTransform(page);
  if (items.length > MOST_LABELS) return;
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

/** Smaller points where there are many. */
function scaleFor(count: number): number {
  if (count <= 400) return 1;
  return count <= 2000 ? 0.66 : 0.5;
}
