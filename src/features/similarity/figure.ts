import type { Layout } from 'plotly.js';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
import type { Size } from '../../widgets/use-size.ts';
import { baseLayout } from '../panel/plot/base-layout.ts';
import type { Figure } from '../panel/plot/Plot.tsx';
import type { Cells } from './cells.ts';
import { isLit } from './lines.ts';

/** Pixels of the axis that a label needs. */
const ROW_PITCH = 13;
const CHARACTER = 6.5;
const BETWEEN_LABELS = 8;
/** Most lit rows and columns that each have a frame: more frames would cover the cells, and ticks beside these stand for them. */
const MOST_FRAMES = 24;

/** Width in pixels below which a chart shows the numbers of its rows and not their texts. */
export const NARROW = 330;

/** Where the cells lie in the chart, in pixels. */
export interface MatrixPlan {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** A label is shown at each row, and each column, whose number is a multiple of its step. */
  readonly rowStep: number;
  readonly columnStep: number;
}

/** Places the cells: row labels at the left, column labels above, the scale at the right. */
export function matrixPlan(
  { rows, columns }: Pick<Cells, 'rows' | 'columns'>,
  size: Size,
): MatrixPlan {
  // Two matrices side by side have room for the numbers of texts only.
  const left = size.width < NARROW ? 34 : Math.round(Math.min(190, size.width * 0.32));
  const top = 22;
  const width = size.width - left - 52;
  const height = size.height - top - 8;
  const cellWidth = width / columns.length;
  const cellHeight = height / rows.length;
  const rowStep = roundStep(ROW_PITCH / cellHeight);
  const longest = Math.max(1, ...columns.map(({ name }) => name.length));
  const columnStep = roundStep((longest * CHARACTER + BETWEEN_LABELS) / cellWidth);
  return { left, top, width, height, cellWidth, cellHeight, rowStep, columnStep };
}

/** The least of 1, 2, 5, 10, 20, 50… that is not below `least`. Readers find A10, A20, A30 sooner than A8, A15, A22. */
function roundStep(least: number): number {
  let step = 1;
  for (let at = 0; step < least; at++) step *= at % 3 === 1 ? 2.5 : 2;
  return step;
}

/**
 * Makes the cells for Plotly, as one picture. The page draws labels, numbers and scale itself
 * (MatrixFrame.tsx, matrix-numbers.ts), because Plotly lays out the page to measure each label.
 */
export function matrixFigure(cells: Cells, theme: PlotTheme, size: Size): Figure {
  const { rows, columns, values, range } = cells;
  const { left, top, cellWidth, cellHeight } = matrixPlan(cells, size);
  const z = rows.map((_, row) =>
    Array.from(values.subarray(row * columns.length, (row + 1) * columns.length)),
  );
  const scale = scaleOf(cells, theme);
  const steps = scale.length - 1;
  return {
    data: [
      {
        type: 'heatmap',
        z,
        zmin: range[0],
        zmax: range[1],
        colorscale: scale.map((colour, index): [number, string] => [index / steps, colour]),
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

/** The colours of the cells, from the lowest value to the highest. */
export function scaleOf({ diverging }: Cells, theme: PlotTheme): readonly string[] {
  return diverging ? theme.diverging : theme.scale;
}

/** Frames the rows and columns of lit texts; where there are many, ticks stand at their ends instead. */
export function matrixMarks(
  { rows, columns }: Pick<Cells, 'rows' | 'columns'>,
  lit: readonly string[],
  theme: PlotTheme,
): NonNullable<Layout['shapes']> {
  const texts = new Set(lit);
  const litRows = rows.flatMap((line, row) => (isLit(line, texts) ? [row] : []));
  const litColumns = columns.flatMap((line, column) => (isLit(line, texts) ? [column] : []));
  if (litRows.length + litColumns.length > MOST_FRAMES) {
    const tick = { type: 'rect', line: { width: 0 }, fillcolor: theme.accent } as const;
    return [
      ...runsOf(litRows).map(([first, last]) => ({
        ...{ ...tick, xref: 'paper', yref: 'y', xsizemode: 'pixel', xanchor: 0, x0: -5, x1: -1 },
        y0: first - 0.5,
        y1: last + 0.5,
      })),
      ...runsOf(litColumns).map(([first, last]) => ({
        ...{ ...tick, xref: 'x', yref: 'paper', ysizemode: 'pixel', yanchor: 1, y0: 1, y1: 5 },
        x0: first - 0.5,
        x1: last + 0.5,
      })),
    ] as NonNullable<Layout['shapes']>;
  }
  const frame = {
    ...{ type: 'rect', fillcolor: 'rgba(0,0,0,0)' },
    line: { color: theme.ink, width: 1.5 },
  } as const;
  return [
    ...litRows.map((row) => ({
      ...{ ...frame, xref: 'paper', yref: 'y', x0: 0, x1: 1 },
      y0: row - 0.5,
      y1: row + 0.5,
    })),
    ...litColumns.map((column) => ({
      ...{ ...frame, xref: 'x', yref: 'paper', y0: 0, y1: 1 },
      x0: column - 0.5,
      x1: column + 0.5,
    })),
  ] as NonNullable<Layout['shapes']>;
}

/** Ascending numbers as runs of neighbours, each [first, last]. */
function runsOf(numbers: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}
