import { useCallback, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { LensName } from '../../app/lenses/LensName.tsx';
import { highlight, hover, togglePin } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { formatDecimal, plural } from '../../widgets/format.ts';
import { Canvas } from '../../widgets/plot/Canvas.tsx';
import { HoverCard } from '../../widgets/plot/HoverCard.tsx';
import { usePlotTheme } from '../../widgets/plot/theme.ts';
import { type Size, useSize } from '../../widgets/use-size.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import { Plot, type PlotPoint } from '../panel/plot/Plot.tsx';
import type { Cells } from './cells.ts';
import { matrixFigure, matrixMarks, matrixPlan } from './figure.ts';
import { type MatrixLine, textLines } from './lines.ts';
import { MatrixFrame } from './MatrixFrame.tsx';
import { drawNumbers, numbersFit } from './matrix-numbers.ts';
import type { MatrixResult } from './result.ts';

interface ChartProps {
  /** The cosines. Pointing at a cell shows them, even where its colour stands for something else. */
  readonly result: MatrixResult;
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
    hover(found === null ? [] : [...found.row.texts, ...found.column.texts]);
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
          if (found === null) return;
          if (result.kind === 'clusters') result.open(found.at[0], found.at[1]);
          else togglePin([found.row.text, found.column.text]);
        }}
      />
      {numbersFit(cells, plan) && <Canvas size={size} draw={drawCells} />}
      <MatrixFrame cells={cells} plan={plan} />
      {point !== null && cell !== null && (
        <HoverCard x={point.clientX} y={point.clientY}>
          <LineWords line={cell.row} of={result} />
          <LineWords line={cell.column} of={result} />
          {cell.cosines.map(({ lens, cosine }) => (
            <p key={lens} data-value>
              {formatDecimal(cosine)} {cell.cosines.length > 1 && <LensName id={lens} />}
            </p>
          ))}
        </HoverCard>
      )}
    </>
  );
}

function LineWords({ line, of }: { readonly line: MatrixLine; readonly of: MatrixResult }) {
  return (
    <p>
      <b>{line.name}</b> <bdi>{excerpt(line.text)}</bdi>{' '}
      {of.kind === 'texts' ? (
        <CutBadge text={line.text} />
      ) : (
        <span data-note>{plural(line.texts.length, 'text')}</span>
      )}
    </p>
  );
}

function cellAt(result: MatrixResult, { index }: PlotPoint) {
  if (typeof index === 'number') return null;
  const [rows, columns] =
    result.kind === 'clusters'
      ? [result.rows, result.columns]
      : [textLines(result.rows), textLines(result.columns)];
  const row = rows[index[0]];
  const column = columns[index[1]];
  if (row === undefined || column === undefined) return null;
  const at = index[0] * columns.length + index[1];
  const cosines = result.sides.flatMap((side) =>
    side === undefined ? [] : [{ lens: side.lens, cosine: side.values[at] ?? Number.NaN }],
  );
  return { at: [index[0], index[1]] as const, row, column, cosines };
}
