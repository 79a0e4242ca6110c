import { useCallback, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { SimilarityResult } from '../../state/panels.ts';
import { highlight, hover, togglePin } from '../../state/view.ts';
import { Canvas } from '../plot/Canvas.tsx';
import { HoverCard } from '../plot/HoverCard.tsx';
import { Plot, type PlotPoint } from '../plot/Plot.tsx';
import { usePlotTheme } from '../plot/theme.ts';
import { formatDecimal } from '../shared/format.ts';
import { MatrixFrame } from './MatrixFrame.tsx';
import { drawNumbers, numbersFit } from './matrix-numbers.ts';
import { colourRange, matrixFigure, matrixMarks, matrixPlan } from './similarity-figure.ts';
import { type Size, useSize } from './use-size.ts';

interface ChartProps {
  readonly result: SimilarityResult;
  readonly range: 'auto' | 'unit';
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

function SizedMatrix({ result, range, size }: ChartProps & { readonly size: Size }) {
  const theme = usePlotTheme();
  const [point, setPoint] = useState<PlotPoint | null>(null);
  const plan = useMemo(() => matrixPlan(result, size), [result, size]);
  const colours = useMemo(() => colourRange(result, range), [result, range]);
  const figure = useMemo(
    () => matrixFigure(result, colours, theme, size),
    [result, colours, theme, size],
  );
  const drawCells = useCallback(
    (context: CanvasRenderingContext2D) => drawNumbers(context, result, colours, plan, theme),
    [result, colours, plan, theme],
  );
  const lit = useStore(highlight);
  const shapes = useMemo(
    () => matrixMarks(result, [...lit.pinned, ...lit.hovered], theme),
    [result, lit, theme],
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
        label={`Heat map of ${result.rows.length} by ${result.columns.length} cosines. The table button shows the same as a table.`}
        onPoint={onPoint}
        onSelect={(selected) => {
          const found = cellAt(result, selected);
          if (found !== null) togglePin([found.row.text, found.column.text]);
        }}
      />
      {numbersFit(result, plan) && <Canvas size={size} draw={drawCells} />}
      <MatrixFrame result={result} plan={plan} range={colours} />
      {point !== null && cell !== null && (
        <HoverCard x={point.clientX} y={point.clientY}>
          <p>
            <b>{cell.row.place + cell.row.number}</b> <bdi>{cell.row.text}</bdi>
          </p>
          <p>
            <b>{cell.column.place + cell.column.number}</b> <bdi>{cell.column.text}</bdi>
          </p>
          <p className="hover-value">{formatDecimal(cell.cosine)}</p>
        </HoverCard>
      )}
    </>
  );
}

function cellAt(result: SimilarityResult, { index }: PlotPoint) {
  if (typeof index === 'number') return null;
  const row = result.rows[index[0]];
  const column = result.columns[index[1]];
  const cosine = result.values[index[0] * result.columns.length + index[1]];
  if (row === undefined || column === undefined || cosine === undefined) return null;
  return { row, column, cosine };
}
