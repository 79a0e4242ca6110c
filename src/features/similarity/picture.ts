import type { Turn } from '../../app/panels.ts';
import { colourAt, inkOn } from '../../widgets/plot/contrast.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
import { rasterAt } from '../../widgets/raster.ts';
import { element, type Markup, textAt } from '../../widgets/svg.ts';
import type { Cells } from './cells.ts';
import { scaleOf } from './figure.ts';

const LABELS = 210;
const TOP = 26;
/** Least side of a cell in pixels, so that each row gets its label. */
const LEAST_SIDE = 11;
/** Width in pixels below which the labels of columns stand upright. */
const UPRIGHT = 22;
const SCALE = 64;
const MARKS = 5;
const BETWEEN = 28;

/** With more cells than this they are one image: see raster.ts. */
const MOST_ELEMENTS = 10_000;

/** Draws one heat map, or two side by side, with labels, numbers and scale. Its size is in pixels. */
export async function matrixPicture(
  sides: readonly { readonly cells: Cells; readonly caption: string }[],
  theme: PlotTheme,
  turn: Turn,
): Promise<{ width: number; height: number; body: Markup[] }> {
  let x = 0;
  let height = 0;
  const body: Markup[] = [];
  for (const [index, { cells, caption }] of sides.entries()) {
    const one = planOf(cells, caption);
    const part: Turn = (fraction) => turn((index + fraction) / sides.length);
    body.push(
      element(
        'g',
        { transform: `translate(${x} 0)` },
        ...namesOf(one, theme),
        ...(await cellsIn(one, theme, part)),
        ...scaleIn(one, theme),
      ),
    );
    x += one.width + BETWEEN;
    height = Math.max(height, one.height);
  }
  return { width: x - BETWEEN, height, body };
}

/** Where everything of a heat map lies in its picture, in pixels. */
interface Plan {
  readonly cells: Cells;
  readonly caption: string;
  /** Size of the whole. */
  readonly width: number;
  readonly height: number;
  /** Top and size of the field of cells, which begins at `LABELS`. */
  readonly top: number;
  readonly w: number;
  readonly h: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

function planOf(cells: Cells, caption: string): Plan {
  const { rows, columns } = cells;
  const cellHeight = Math.max(
    LEAST_SIDE,
    Math.min(40, Math.floor(900 / Math.max(rows.length, columns.length))),
  );
  const cellWidth = Math.max(cellHeight, 12);
  const [w, h] = [cellWidth * columns.length, cellHeight * rows.length];
  const top = TOP + (caption === '' ? 0 : 20) + (cellWidth < UPRIGHT ? 14 : 0);
  const whole = { width: LABELS + w + SCALE, height: top + h + 8 };
  return { cells, caption, top, w, h, cellWidth, cellHeight, ...whole };
}

function namesOf(
  { cells: { rows, columns }, caption, top, cellWidth, cellHeight }: Plan,
  theme: PlotTheme,
): Markup[] {
  const body: Markup[] = [];
  if (caption !== '')
    body.push(textAt(LABELS, 12, caption, { 'font-weight': 600, fill: theme.ink }));
  const end = {
    'text-anchor': 'end',
    'font-size': Math.min(11, cellHeight - 1),
    fill: theme.muted,
  };
  const isUpright = cellWidth < UPRIGHT;
  for (const [row, item] of rows.entries()) {
    const at = top + (row + 0.5) * cellHeight + 4;
    body.push(textAt(LABELS - 38, at, item.text, { ...end, room: LABELS - 42 }));
    body.push(textAt(LABELS - 6, at, item.name, end));
  }
  for (const [column, item] of columns.entries()) {
    const x = LABELS + (column + 0.5) * cellWidth;
    const style = { 'font-size': isUpright ? 10 : 11, fill: theme.muted };
    body.push(
      textAt(
        x + (isUpright ? 3.5 : 0),
        top - 6,
        item.name,
        isUpright
          ? { ...style, transform: `rotate(-90 ${x + 3.5} ${top - 6})` }
          : { ...style, 'text-anchor': 'middle' },
      ),
    );
  }
  return body;
}

async function cellsIn(plan: Plan, theme: PlotTheme, turn: Turn): Promise<Markup[]> {
  const { cells, top, w, h, cellWidth, cellHeight } = plan;
  const { rows, columns, values, format } = cells;
  const colourOf = colouring(cells, theme);
  if (rows.length * columns.length > MOST_ELEMENTS) {
    const draw = function* (context: CanvasRenderingContext2D) {
      for (let row = 0; row < rows.length; row++) {
        for (let column = 0; column < columns.length; column++) {
          const value = values[row * columns.length + column] ?? Number.NaN;
          if (Number.isNaN(value)) continue;
          context.fillStyle = hex(colourOf(value));
          context.fillRect(column * cellWidth, row * cellHeight, cellWidth, cellHeight);
        }
        yield;
      }
    };
    let row = 0;
    return [
      await rasterAt(LABELS, top, { width: w, height: h }, draw, () => turn(row++ / rows.length)),
    ];
  }
  const fits = cellWidth >= 30 && cellHeight >= 15;
  const gap = cellHeight > 8 ? 1 : 0;
  const body: Markup[] = [];
  for (let row = 0; row < rows.length; row++) {
    await turn(row / rows.length);
    for (let column = 0; column < columns.length; column++) {
      const value = values[row * columns.length + column] ?? Number.NaN;
      const [x, y] = [LABELS + column * cellWidth, top + row * cellHeight];
      const known = !Number.isNaN(value);
      const words = known ? format(value) : cells.none(row, column);
      if (known) {
        const size = { width: cellWidth - gap, height: cellHeight - gap };
        body.push(element('rect', { x, y, ...size, fill: hex(colourOf(value)) }));
      }
      if (!fits || words === '') continue;
      body.push(
        textAt(x + cellWidth / 2, y + cellHeight / 2 + 4, words, {
          'text-anchor': 'middle',
          'font-size': 10.5,
          fill: known ? inkOn(colourOf(value)) : theme.muted,
        }),
      );
    }
  }
  return body;
}

function scaleIn({ cells, top, w, h }: Plan, theme: PlotTheme): Markup[] {
  const [low, high] = cells.range;
  const scale = scaleOf(cells, theme);
  const body: Markup[] = [];
  const steps = 48;
  for (let part = 0; part < steps; part++) {
    body.push(
      element('rect', {
        x: LABELS + w + 10,
        y: top + (part * h) / steps,
        width: 10,
        height: h / steps + 0.5,
        fill: hex(colourAt(scale, 1 - part / (steps - 1))),
      }),
    );
  }
  body.push(
    textAt(LABELS + w + 10, top - 6, cells.quantity, { 'font-size': 11, fill: theme.muted }),
  );
  for (let mark = 0; mark < MARKS; mark++) {
    const part = mark / (MARKS - 1);
    body.push(
      textAt(LABELS + w + 26, top + part * h + 4, cells.format(high - part * (high - low)), {
        'font-size': 11,
        fill: theme.muted,
      }),
    );
  }
  return body;
}

function colouring(cells: Cells, theme: PlotTheme) {
  const [low, high] = cells.range;
  const scale = scaleOf(cells, theme);
  return (value: number) => colourAt(scale, (value - low) / (high - low));
}

function hex(rgb: readonly number[]): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}
