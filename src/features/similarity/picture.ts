import { colourAt, inkOn } from '../../widgets/plot/contrast.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
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

/** Draws one heat map, or two side by side, with labels, numbers and scale. Its size is in pixels. */
export function matrixPicture(
  sides: readonly { readonly cells: Cells; readonly caption: string }[],
  theme: PlotTheme,
): { width: number; height: number; body: Markup[] } {
  let x = 0;
  let height = 0;
  const body: Markup[] = [];
  for (const { cells, caption } of sides) {
    const one = matrix(cells, caption, theme);
    body.push(element('g', { transform: `translate(${x} 0)` }, ...one.body));
    x += one.width + BETWEEN;
    height = Math.max(height, one.height);
  }
  return { width: x - BETWEEN, height, body };
}

function matrix(cells: Cells, caption: string, theme: PlotTheme) {
  const { rows, columns, values, format } = cells;
  const [low, high] = cells.range;
  const scale = scaleOf(cells, theme);
  const side = Math.max(
    LEAST_SIDE,
    Math.min(40, Math.floor(900 / Math.max(rows.length, columns.length))),
  );
  const [w, h] = [Math.max(side, 12) * columns.length, side * rows.length];
  const [cellWidth, cellHeight] = [w / columns.length, side];
  const isUpright = cellWidth < UPRIGHT;
  const top = TOP + (caption === '' ? 0 : 20) + (isUpright ? 14 : 0);
  const fits = cellWidth >= 30 && cellHeight >= 15;
  const body: Markup[] = [];
  if (caption !== '')
    body.push(textAt(LABELS, 12, caption, { 'font-weight': 600, fill: theme.ink }));
  const hex = (rgb: readonly number[]) =>
    `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
  for (const [row, item] of rows.entries()) {
    const y = top + row * cellHeight;
    const at = y + cellHeight / 2 + 4;
    const end = {
      'text-anchor': 'end',
      'font-size': Math.min(11, cellHeight - 1),
      fill: theme.muted,
    };
    body.push(textAt(LABELS - 38, at, item.text, { ...end, room: LABELS - 42 }));
    body.push(textAt(LABELS - 6, at, item.place + item.number, end));
    for (const [column] of columns.entries()) {
      const value = values[row * columns.length + column] ?? Number.NaN;
      const x = LABELS + column * cellWidth;
      if (Number.isNaN(value)) {
        const none = cells.none(row, column);
        if (fits && none !== '') {
          body.push(
            textAt(x + cellWidth / 2, y + cellHeight / 2 + 4, none, {
              'text-anchor': 'middle',
              'font-size': 10.5,
              fill: theme.muted,
            }),
          );
        }
        continue;
      }
      const colour = colourAt(scale, (value - low) / (high - low));
      const gap = cellHeight > 8 ? 1 : 0;
      body.push(
        element('rect', {
          x,
          y,
          width: cellWidth - gap,
          height: cellHeight - gap,
          fill: hex(colour),
        }),
      );
      if (!fits) continue;
      body.push(
        textAt(x + cellWidth / 2, y + cellHeight / 2 + 4, format(value), {
          'text-anchor': 'middle',
          'font-size': 10.5,
          fill: inkOn(colour),
        }),
      );
    }
  }
  for (const [column, item] of columns.entries()) {
    const x = LABELS + (column + 0.5) * cellWidth;
    const style = { 'font-size': isUpright ? 10 : 11, fill: theme.muted };
    body.push(
      textAt(
        x + (isUpright ? 3.5 : 0),
        top - 6,
        item.place + item.number,
        isUpright
          ? { ...style, transform: `rotate(-90 ${x + 3.5} ${top - 6})` }
          : { ...style, 'text-anchor': 'middle' },
      ),
    );
  }
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
      textAt(LABELS + w + 26, top + part * h + 4, format(high - part * (high - low)), {
        'font-size': 11,
        fill: theme.muted,
      }),
    );
  }
  return { width: LABELS + w + SCALE, height: top + h + 8, body };
}
