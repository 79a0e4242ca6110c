import type { Data, Layout } from 'plotly.js';
import type { Item, SimilarityResult } from '../../state/panels.ts';
import { colourAt, inkOn } from '../plot/contrast.ts';
import { escapePlotly, shorten } from '../plot/escape.ts';
import type { Figure } from '../plot/Plot.tsx';
import type { PlotTheme } from '../plot/theme.ts';
import type { Size } from './use-size.ts';

/** Width of a letter of an axis label, in pixels, on average. */
const LETTER = 5.6;
/** A label needs this many pixels of its axis. */
const LABEL_PITCH = 13;

/** The heat map: rows downwards, labels of both axes, values in the cells where they fit. */
export function matrixFigure(
  result: SimilarityResult,
  range: 'auto' | 'unit',
  theme: PlotTheme,
  size: Size,
): Figure {
  const { width, height } = size;
  const { rows, columns, values } = result;
  const left = Math.round(Math.min(190, width * 0.32));
  const top = 22;
  const cellWidth = (width - left - 52) / columns.length;
  const cellHeight = (height - top - 8) / rows.length;
  const z = rows.map((_, row) =>
    Array.from(values.subarray(row * columns.length, (row + 1) * columns.length)),
  );
  const [low, high] = range === 'unit' ? [0, 1] : valueRange(result);
  const steps = theme.scale.length - 1;
  return {
    data: [
      {
        type: 'heatmap',
        z,
        zmin: low,
        zmax: high,
        colorscale: theme.scale.map((colour, index): [number, string] => [index / steps, colour]),
        hoverinfo: 'none',
        xgap: cellWidth > 8 ? 1 : 0,
        ygap: cellHeight > 8 ? 1 : 0,
        colorbar: {
          thickness: 8,
          outlinewidth: 0,
          x: 1.01,
          xpad: 4,
          len: 1,
          lenmode: 'fraction',
          ypad: 0,
          nticks: 5,
          tickformat: '.2f',
          tickfont: { size: 10, color: theme.muted },
        },
      },
      // Numbers where they can be read, never smaller; a minus sign takes more room.
      ...(cellWidth >= (low < 0 ? 34 : 27) && cellHeight >= 15
        ? [cellNumbers(result, [low, high], theme)]
        : []),
    ],
    layout: {
      ...baseLayout(theme, size),
      margin: { l: left, r: 52, t: top, b: 8 },
      xaxis: { ...axis(columns, cellWidth, theme, null), side: 'top' },
      yaxis: {
        ...axis(rows, cellHeight, theme, Math.floor((left - 12) / LETTER)),
        autorange: 'reversed',
      },
    },
  };
}

/** The values in the cells. Plotly's own have one ink for all mid-tones, which is hard to read. */
function cellNumbers(
  { rows, columns, values }: SimilarityResult,
  [low, high]: readonly [number, number],
  theme: PlotTheme,
): Data {
  const cells = Array.from(values.subarray(0, rows.length * columns.length));
  return {
    type: 'scatter',
    mode: 'text',
    x: cells.map((_, index) => index % columns.length),
    y: cells.map((_, index) => Math.floor(index / columns.length)),
    text: cells.map((value) =>
      value
        .toFixed(2)
        .replace(/^-0\.00$/, '0.00')
        .replace('-', '−'),
    ),
    textfont: {
      size: 10.5,
      family: theme.font,
      color: cells.map((value) => inkOn(colourAt(theme.scale, (value - low) / (high - low)))),
    },
    hoverinfo: 'skip',
  };
}

/** Frames around the rows and columns of lit texts. */
export function matrixMarks(
  { rows, columns }: SimilarityResult,
  lit: readonly string[],
  theme: PlotTheme,
): NonNullable<Layout['shapes']> {
  const texts = new Set(lit);
  const line = { color: theme.ink, width: 1.5 };
  const fillcolor = 'rgba(0,0,0,0)';
  const marks: NonNullable<Layout['shapes']> = [];
  for (const [row, { text }] of rows.entries()) {
    if (!texts.has(text)) continue;
    marks.push({
      ...{ type: 'rect', xref: 'paper', yref: 'y', x0: 0, x1: 1, line, fillcolor },
      y0: row - 0.5,
      y1: row + 0.5,
    });
  }
  for (const [column, { text }] of columns.entries()) {
    if (!texts.has(text)) continue;
    marks.push({
      ...{ type: 'rect', xref: 'x', yref: 'paper', y0: 0, y1: 1, line, fillcolor },
      x0: column - 0.5,
      x1: column + 0.5,
    });
  }
  return marks;
}

/** Transparent, in the page's face, without what Plotly adds by itself. */
export function baseLayout(theme: PlotTheme, { width, height }: Size): Partial<Layout> {
  return {
    width,
    height,
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: theme.font, size: 11, color: theme.muted },
    showlegend: false,
    dragmode: false,
    hovermode: 'closest',
  };
}

/**
 * Least and greatest value. A text against itself is 1 and says nothing: with it, the narrow band
 * in which cosines crowd would be one colour.
 */
export function valueRange({ values, columns, self }: SimilarityResult): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const [index, value] of values.entries()) {
    if (self && index % (columns.length + 1) === 0) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low < high ? [low, high] : [0, 1];
}

function axis(
  items: readonly Item[],
  pitch: number,
  theme: PlotTheme,
  letters: number | null,
): Partial<Layout['xaxis']> {
  const step = Math.max(1, Math.ceil((letters === null ? 22 : LABEL_PITCH) / pitch));
  const shown = items.map((_, index) => index).filter((index) => index % step === 0);
  return {
    tickmode: 'array',
    tickvals: shown,
    ticktext: shown.map((index) => {
      const { place, number, text } = items[index]!;
      const label = `${place}${number}`;
      return letters === null ? label : `${escapePlotly(shorten(text, letters - 4))}  ${label}`;
    }),
    tickfont: { size: 10.5, color: theme.muted },
    showgrid: false,
    zeroline: false,
    // An invisible tick keeps the labels off the cells.
    ticks: 'outside',
    ticklen: 3,
    tickcolor: 'rgba(0,0,0,0)',
    ticklabeloverflow: 'allow',
    fixedrange: true,
  };
}
