import type { Turn } from '../../app/panels.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
import { rasterAt } from '../../widgets/raster.ts';
import { element, type Markup, textAt } from '../../widgets/svg.ts';
import type { PlotView } from '../panel/plot/Plot.tsx';
import { drawMap, pixelPlaces } from './canvas.ts';
import { markOf } from './cluster-style.ts';
import type { ScaleKey } from './colouring.ts';
import { type MapPicture, mapTraces } from './figure.ts';
import { labelPlaces } from './label-places.ts';
import { type LegendEntry, listed } from './legend.ts';
import { valueColour } from './value-scale.ts';

const SIZE = { width: 560, height: 440 };
const BETWEEN = 28;
const LINE = 18;
/** Bar of a scale, in pixels. */
const BAR = { width: 180, steps: 60 };
/** Number of columns of the legend. */
const COLUMNS = 2;
/** Most points with numbers: more would cover each other. */
const MOST_LABELS = 60;
/** Number of points above which they are one image: see raster.ts. */
const MOST_ELEMENTS = 5000;

export interface MapSidePicture {
  readonly caption: string;
  readonly picture: MapPicture;
  /** Entries of the legend, of which the picture lists the largest. */
  readonly legend: readonly LegendEntry[];
  /** Scale of the colours; null where they are of the legend's entries. */
  readonly scale: ScaleKey | null;
}

/** Draws one map, or two on one scale, with their legends. Returns its size in pixels. */
export async function mapPicture(
  sides: readonly MapSidePicture[],
  whole: PlotView,
  theme: PlotTheme,
  turn: Turn,
): Promise<{ width: number; height: number; body: Markup[] }> {
  const legends = sides.map(({ legend, scale }) =>
    scale === null ? legendOf(legend, theme) : scaleLegend(scale, theme),
  );
  const lines = Math.max(...legends.map(({ lines }) => lines));
  const body: Markup[] = [];
  for (const [index, side] of sides.entries()) {
    const part: Turn = (fraction) => turn((index + fraction) / sides.length);
    body.push(
      element(
        'g',
        { transform: `translate(${index * (SIZE.width + BETWEEN)} 0)` },
        ...(await map(side, whole, theme, part)),
        ...legends[index]!.body,
      ),
    );
  }
  return {
    width: sides.length * (SIZE.width + BETWEEN) - BETWEEN,
    height: 20 + SIZE.height + LINE * lines + 8,
    body,
  };
}

async function map(
  { caption, picture }: MapSidePicture,
  whole: PlotView,
  theme: PlotTheme,
  turn: Turn,
): Promise<Markup[]> {
  const body: Markup[] = [];
  if (caption !== '') body.push(textAt(0, 12, caption, { 'font-weight': 600, fill: theme.ink }));
  body.push(
    element('rect', {
      ...{ x: 0.5, y: 20.5, width: SIZE.width - 1, height: SIZE.height - 1 },
      ...{ fill: 'none', stroke: theme.line },
    }),
  );
  const traces = mapTraces(picture);
  if (picture.items.length > MOST_ELEMENTS) {
    const scene = { picture, traces, theme, view: whole, size: SIZE };
    const draw = (context: CanvasRenderingContext2D) => drawMap(context, scene, null);
    body.push(await rasterAt(0, 20, SIZE, draw, () => turn(0)));
    return body;
  }
  const places = pixelPlaces(picture.coordinates, whole, SIZE);
  const scale = picture.items.length <= 400 ? 1 : 0.6;
  for (const trace of traces) {
    await turn(0);
    for (const index of trace.members) {
      const [x, y] = places[index]!;
      body.push(mark(trace, trace.place === 'B', x, y + 20, scale, theme));
    }
  }
  if (places.length <= MOST_LABELS) body.push(...names(picture, places, theme));
  return body;
}

function names(
  { items }: MapPicture,
  places: ReturnType<typeof pixelPlaces>,
  theme: PlotTheme,
): Markup[] {
  return labelPlaces(places).flatMap((label, index) => {
    if (label === null) return [];
    const [x, y] = places[index]!;
    const { place, number } = items[index]!;
    return [
      textAt(x + label.dx, y + 23.5 + label.dy, `${place}${number}`, {
        'text-anchor': 'middle',
        'font-size': 10,
        fill: theme.muted,
      }),
    ];
  });
}

/** Lists the largest entries in columns, and the number of the others: a picture does not scroll. */
function legendOf(entries: readonly LegendEntry[], theme: PlotTheme) {
  const { shown, others, otherTexts } = listed(entries);
  const cells = shown.length + (others > 0 ? 1 : 0);
  const columns = cells > 4 ? COLUMNS : 1;
  const lines = Math.ceil(cells / columns);
  const width = SIZE.width / columns;
  const words = { room: width - 30, 'font-size': 11 };
  const at = (cell: number) =>
    [Math.floor(cell / lines) * width, 20 + SIZE.height + 16 + (cell % lines) * LINE] as const;
  const body = shown.flatMap(({ mark: own, name, size }, cell) => {
    const [x, y] = at(cell);
    return [
      mark({ cluster: own }, false, x + 10, y - 4, 1, theme),
      textAt(x + 22, y, `${name}, ${size.toLocaleString('en')}`, { ...words, fill: theme.ink }),
    ];
  });
  if (others > 0) {
    const [x, y] = at(shown.length);
    const rest = `${others.toLocaleString('en')} others, ${otherTexts.toLocaleString('en')}`;
    body.push(textAt(x + 22, y, rest, { ...words, fill: theme.muted }));
  }
  return { lines, body };
}

/** Draws the scale as a bar of its colours between its ends, and below it how many texts have no value. */
function scaleLegend({ name, low, high, none }: ScaleKey, theme: PlotTheme) {
  const top = 20 + SIZE.height + 16;
  const words = { 'font-size': 11, fill: theme.ink };
  const middle = SIZE.width / 2;
  const body = [textAt(4, top, name, { ...words, room: middle - 80 })];
  if (low !== '' && low !== '–') {
    body.push(
      textAt(middle - 8, top, low, { ...words, 'text-anchor': 'end' }),
      ...Array.from({ length: BAR.steps }, (_, step) =>
        element('rect', {
          ...{ x: middle + (step * BAR.width) / BAR.steps, y: top - 9 },
          // A hair wider, so that no gap shows between two.
          ...{ width: BAR.width / BAR.steps + 0.5, height: 10 },
          fill: valueColour(theme, step / (BAR.steps - 1)),
        }),
      ),
      textAt(middle + BAR.width + 8, top, high, words),
    );
  }
  if (none === 0) return { lines: 1, body };
  const y = top + LINE;
  body.push(
    mark({ cluster: 0, steps: 1 }, false, 10, y - 4, 1, theme),
    textAt(22, y, `No value, ${none.toLocaleString('en')}`, { ...words, fill: theme.muted }),
  );
  return { lines: 2, body };
}

function mark(
  of: Parameters<typeof markOf>[1],
  open: boolean,
  x: number,
  y: number,
  scale: number,
  theme: PlotTheme,
): Markup {
  const { shape, colour } = markOf(theme, of);
  return element('path', {
    d: shape,
    transform: `translate(${(x - 6 * scale).toFixed(1)} ${(y - 6 * scale).toFixed(1)}) scale(${scale})`,
    fill: open ? theme.surface : colour,
    stroke: open ? colour : theme.surface,
    'stroke-width': open ? 2 : 1,
  });
}
