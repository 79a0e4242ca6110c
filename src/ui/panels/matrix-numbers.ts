import type { SimilarityResult } from '../../state/panels.ts';
import { colourAt, inkOn } from '../plot/contrast.ts';
import type { PlotTheme } from '../plot/theme.ts';
import { type MatrixPlan, valueRange } from './similarity-figure.ts';

/** Whether the cells have room for numbers that can be read; a minus sign takes more of it. */
export function numbersFit(
  result: SimilarityResult,
  { cellWidth, cellHeight }: MatrixPlan,
): boolean {
  return cellWidth >= (valueRange(result)[0] < 0 ? 34 : 27) && cellHeight >= 15;
}

/** Two decimals, a true minus sign, and no negative zero. */
export function cellNumber(value: number): string {
  return value
    .toFixed(2)
    .replace(/^-0\.00$/, '0.00')
    .replace('-', '−');
}

/** Writes the values into the cells, each in the ink that can be read on its colour. */
export function drawNumbers(
  context: CanvasRenderingContext2D,
  { rows, columns, values }: SimilarityResult,
  [low, high]: readonly [number, number],
  { left, top, cellWidth, cellHeight }: MatrixPlan,
  theme: PlotTheme,
): void {
  context.font = `10.5px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let row = 0; row < rows.length; row++) {
    for (let column = 0; column < columns.length; column++) {
      const value = values[row * columns.length + column] ?? 0;
      context.fillStyle = inkOn(colourAt(theme.scale, (value - low) / (high - low)));
      context.fillText(
        cellNumber(value),
        left + (column + 0.5) * cellWidth,
        top + (row + 0.5) * cellHeight,
      );
    }
  }
}
