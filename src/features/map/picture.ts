import type { PlotTheme } from '../../widgets/plot/theme.ts';
import { element, type Markup, textAt } from '../../widgets/svg.ts';
import type { PlotView } from '../panel/plot/Plot.tsx';
import { pixelPlaces } from './canvas.ts';
import { clusterColour, clusterShape } from './cluster-style.ts';
import { type MapPicture, mapTraces } from './figure.ts';
import { labelPlaces } from './label-places.ts';

const SIZE = { width: 560, height: 440 };
const BETWEEN = 28;
const LINE = 18;
/** With more points than this, their numbers would cover each other. */
const MOST_LABELS = 60;

export interface MapSidePicture {
  readonly caption: string;
  readonly picture: MapPicture;
  /** Names of the marks, in their order. */
  readonly legend: readonly string[];
}

/** One map, or two on one scale, with their legends. Gives its size in pixels. */
export function mapPicture(
  sides: readonly MapSidePicture[],
  whole: PlotView,
  theme: PlotTheme,
): { width: number; height: number; body: Markup[] } {
  const rows = Math.max(...sides.map(({ legend }) => legend.length));
  const body = sides.map((side, index) =>
    element(
      'g',
      { transform: `translate(${index * (SIZE.width + BETWEEN)} 0)` },
      ...map(side, whole, theme),
    ),
  );
  return {
    width: sides.length * (SIZE.width + BETWEEN) - BETWEEN,
    height: 20 + SIZE.height + LINE * rows + 8,
    body,
  };
}

function map({ caption, picture, legend }: MapSidePicture, whole: PlotView, theme: PlotTheme) {
  const body: Markup[] = [];
  if (caption !== '') body.push(textAt(0, 12, caption, { 'font-weight': 600, fill: theme.ink }));
  body.push(
    element('rect', {
      ...{ x: 0.5, y: 20.5, width: SIZE.width - 1, height: SIZE.height - 1 },
      ...{ fill: 'none', stroke: theme.line },
    }),
  );
  const places = pixelPlaces(picture.coordinates, whole, SIZE);
  const scale = picture.items.length <= 400 ? 1 : 0.6;
  for (const { cluster, place, members } of mapTraces(picture)) {
    for (const index of members) {
      const [x, y] = places[index]!;
      body.push(mark(cluster, place === 'B', x, y + 20, scale, theme));
    }
  }
  if (places.length <= MOST_LABELS) {
    for (const [index, label] of labelPlaces(places).entries()) {
      if (label === null) continue;
      const [x, y] = places[index]!;
      const { place, number } = picture.items[index]!;
      body.push(
        textAt(x + label.dx, y + 23.5 + label.dy, `${place}${number}`, {
          'text-anchor': 'middle',
          'font-size': 10,
          fill: theme.muted,
        }),
      );
    }
  }
  const top = 20 + SIZE.height + 16;
  for (const [cluster, name] of legend.entries()) {
    body.push(mark(cluster, false, 10, top + cluster * LINE - 4, 1, theme));
    body.push(
      textAt(22, top + cluster * LINE, name, {
        room: SIZE.width - 30,
        'font-size': 11,
        fill: theme.ink,
      }),
    );
  }
  return body;
}

function mark(
  cluster: number,
  open: boolean,
  x: number,
  y: number,
  scale: number,
  theme: PlotTheme,
): Markup {
  const colour = clusterColour(theme.clusters, cluster);
  return element('path', {
    d: clusterShape(cluster),
    transform: `translate(${(x - 6 * scale).toFixed(1)} ${(y - 6 * scale).toFixed(1)}) scale(${scale})`,
    fill: open ? theme.surface : colour,
    stroke: open ? colour : theme.surface,
    'stroke-width': open ? 2 : 1,
  });
}
