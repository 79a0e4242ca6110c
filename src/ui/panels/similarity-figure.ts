import type { Layout } from 'plotly.js';
import type { SimilarityResult } from '../../state/panels.ts';
import type { Figure } from '../plot/Plot.tsx';
import type { PlotTheme } from '../plot/theme.ts';
import type { Size } from './use-size.ts';

/** A label needs this many pixels of its axis. */
const ROW_PITCH = 13;
const COLUMN_PITCH = 22;

/** Where the cells lie in the chart, in pixels. */
export interface MatrixPlan {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Every how many rows and columns there is room for a label. */
  readonly rowStep: number;
  readonly columnStep: number;
}

/** Cells, with room for the labels of the rows on the left, of the columns above, a scale on the right. */
export function matrixPlan({ rows, columns }: SimilarityResult, size: Size): MatrixPlan {
  const left = Math.round(Math.min(190, size.width * 0.32));
  const top = 22;
  const width = size.width - left - 52;
  const height = size.height - top - 8;
  const cellWidth = width / columns.length;
  const cellHeight = height / rows.length;
  const rowStep = Math.max(1, Math.ceil(ROW_PITCH / cellHeight));
  const columnStep = Math.max(1, Math.ceil(COLUMN_PITCH / cellWidth));
  return { left, top, width, height, cellWidth, cellHeight, rowStep, columnStep };
}

/** The cosines at the two ends of the colours. */
export function colourRange(result: SimilarityResult, range: 'auto' | 'unit'): [number, number] {
  return range === 'unit' ? [0, 1] : valueRange(result);
}

/**
 * The cells as Plotly draws them: one picture. Labels, numbers and the scale are the page's own
 * (MatrixFrame.tsx, matrix-numbers.ts): Plotly measures each label by laying out the page.
 */
export function matrixFigure(
  result: SimilarityResult,
  [low, high]: readonly [number, number],
  theme: PlotTheme,
  size: Size,
): Figure {
  const { rows, columns, values } = result;
  const { left, top, cellWidth, cellHeight } = matrixPlan(result, size);
  const z = rows.map((_, row) =>
    Array.from(values.subarray(row * columns.length, (row + 1) * columns.length)),
  );
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
        showscale: false,
        xgap: cellWidth > 8 ? 1 : 0,
        ygap: cellHeight > 8 ? 1 : 0,
      },
    ],
    layout: {
      ...baseLayout(theme, size),
      margin: { l: left, r: 52, t: top, b: 8 },
      xaxis: {
        type: 'linear',
        visible: false,
        fixedrange: true,
        range: [-0.5, columns.length - 0.5],
      },
      yaxis: { type: 'linear', visible: false, fixedrange: true, range: [rows.length - 0.5, -0.5] },
    },
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
