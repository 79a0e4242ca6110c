import { useCallback, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { LensName } from '../../app/lenses/LensName.tsx';
import { highlight, hover, togglePin } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { formatDecimal } from '../../widgets/format.ts';
import { Canvas } from '../../widgets/plot/Canvas.tsx';
import { HoverCard } from '../../widgets/plot/HoverCard.tsx';
import { usePlotTheme } from '../../widgets/plot/theme.ts';
import { type Size, useSize } from '../../widgets/use-size.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import { Plot, type PlotPoint } from '../panel/plot/Plot.tsx';
import type { Cells } from './cells.ts';
import { matrixFigure, matrixMarks, matrixPlan } from './figure.ts';
import { MatrixFrame } from './MatrixFrame.tsx';
import { drawNumbers, numbersFit } from './matrix-numbers.ts';
import type { SimilarityResult } from './result.ts';

interface ChartProps {
  /** The cosines. Pointing at a cell shows them, even where its colour stands for something else. */
  readonly result: SimilarityResult;
  readonly cells: Cells;
}

export function SimilarityChart(props: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const size = useSize(host);
  return (
    <div ref={host} className="chart-host">
      {size !== null && <SizedMatrix {...props} size={size} />}
    </div>
  );
}

function SizedMatrix({ result, cells, size }: ChartProps & { readonly size: Size }) {
  const theme = usePlotTheme();
  const [point, setPoint] = useState<PlotPoint | null>(null);
  const plan = useMemo(() => matrixPlan(cells, size), [cells, size]);
  const figure = useMemo(() => matrixFigure(cells, theme, size), [cells, theme, size]);
  const drawCells = useCallback(
    (context: CanvasRenderingContext2D) => {
      drawNumbers(context, cells, plan, theme);
      return undefined;
    },
    [cells, plan, theme],
  );
  const lit = useStore(highlight);
  const shapes = useMemo(
    () => matrixMarks(cells, [...lit.pinned, ...lit.hovered], theme),
    [cells, lit, theme],
  );

  const cell = point === null ? null : cellAt(result, point);
  const onPoint = (next: PlotPoint | null) => {
    const found = next === null ? null : cellAt(result, next);
    setPoint(next);
    hover(found === null ? [] : [found.row.text, found.column.text]);
  };

  return (
    <>
      <Plot
        figure={figure}
        shapes={shapes}
        label={`Heat map of ${cells.rows.length} by ${cells.columns.length} cells: ${cells.quantity}. The table button shows the same as a table.`}
        onPoint={onPoint}
        onSelect={(selected) => {
          const found = cellAt(result, selected);
          if (found !== null) togglePin([found.row.text, found.column.text]);
        }}
      />
      {numbersFit(cells, plan) && <Canvas size={size} draw={drawCells} />}
      <MatrixFrame cells={cells} plan={plan} />
      {point !== null && cell !== null && (
        <HoverCard x={point.clientX} y={point.clientY}>
          <p>
            <b>{cell.row.place + cell.row.number}</b> <bdi>{excerpt(cell.row.text)}</bdi>{' '}
            <CutBadge text={cell.row.text} />
          </p>
          <p>
            <b>{cell.column.place + cell.column.number}</b> <bdi>{excerpt(cell.column.text)}</bdi>{' '}
            <CutBadge text={cell.column.text} />
          </p>
          {cell.cosines.map(({ lens, cosine }) => (
            <p key={lens} className="hover-value">
              {formatDecimal(cosine)} {cell.cosines.length > 1 && <LensName id={lens} />}
            </p>
          ))}
        </HoverCard>
      )}
    </>
  );
}

function cellAt({ rows, columns, sides }: SimilarityResult, { index }: PlotPoint) {
  if (typeof index === 'number') return null;
  const row = rows[index[0]];
  const column = columns[index[1]];
  if (row === undefined || column === undefined) return null;
  const at = index[0] * columns.length + index[1];
  const cosines = sides.flatMap((side) =>
    side === undefined ? [] : [{ lens: side.lens, cosine: side.values[at] ?? Number.NaN }],
  );
  return { row, column, cosines };
}
