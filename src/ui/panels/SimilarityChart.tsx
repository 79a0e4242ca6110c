import { useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { SimilarityResult } from '../../state/panels.ts';
import { highlight, hover, togglePin } from '../../state/view.ts';
import { HoverCard } from '../plot/HoverCard.tsx';
import { Plot, type PlotPoint } from '../plot/Plot.tsx';
import { usePlotTheme } from '../plot/theme.ts';
import { formatCosine } from '../shared/format.ts';
import { matrixFigure, matrixMarks } from './similarity-figure.ts';
import { useSize } from './use-size.ts';

export function SimilarityChart({
  result,
  range,
}: {
  readonly result: SimilarityResult;
  readonly range: 'auto' | 'unit';
}) {
  const theme = usePlotTheme();
  const host = useRef<HTMLDivElement>(null);
  const size = useSize(host);
  const [point, setPoint] = useState<PlotPoint | null>(null);
  const figure = useMemo(
    () => (size === null ? null : matrixFigure(result, range, theme, size)),
    [result, range, theme, size],
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
    <div ref={host} className="chart-host">
      {figure !== null && (
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
      )}
      {point !== null && cell !== null && (
        <HoverCard x={point.clientX} y={point.clientY}>
          <p>
            <b>{cell.row.place + cell.row.number}</b> {cell.row.text}
          </p>
          <p>
            <b>{cell.column.place + cell.column.number}</b> {cell.column.text}
          </p>
          <p className="hover-value">{formatCosine(cell.cosine)}</p>
        </HoverCard>
      )}
    </div>
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
