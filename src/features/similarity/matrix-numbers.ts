import { colourAt, inkOn } from '../../widgets/plot/contrast.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
import type { Cells } from './cells.ts';
import { type MatrixPlan, scaleOf } from './figure.ts';

/** Whether the cells have room for readable numbers. A minus sign needs more room. */
export function numbersFit(
  { range }: Pick<Cells, 'range'>,
  { cellWidth, cellHeight }: MatrixPlan,
): boolean {
  return cellWidth >= (range[0] < 0 ? 34 : 27) && cellHeight >= 15;
}

/** Writes the values into the cells, in an ink that is readable on the cell's colour. */
export function drawNumbers(
  context: CanvasRenderingContext2D,
  cells: Cells,
  { left, top, cellWidth, cellHeight }: MatrixPlan,
  theme: PlotTheme,
): void {
  const {
    rows,
    columns,
    values,
    format,
    range: [low, high],
  } = cells;
  const scale = scaleOf(cells, theme);
  context.font = `10.5px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let row = 0; row < rows.length; row++) {
    for (let column = 0; column < columns.length; column++) {
      const value = values[row * columns.length + column] ?? Number.NaN;
      const known = !Number.isNaN(value);
      context.fillStyle = known
        ? inkOn(colourAt(scale, (value - low) / (high - low)))
        : theme.muted;
      context.fillText(
        known ? format(value) : cells.none(row, column),
        left + (column + 0.5) * cellWidth,
        top + (row + 0.5) * cellHeight,
      );
    }
  }
}
