import { useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { MapResult } from '../../state/panels.ts';
import { highlight, hover, togglePin } from '../../state/view.ts';
import { HoverCard } from '../plot/HoverCard.tsx';
import { Plot, type PlotPoint } from '../plot/Plot.tsx';
import { usePlotTheme } from '../plot/theme.ts';
import { mapFigure, mapMarks, mapTraces, pointCount } from './map-figure.ts';
import { useSize } from './use-size.ts';

export function MapChart({ result }: { readonly result: MapResult }) {
  const theme = usePlotTheme();
  const [point, setPoint] = useState<PlotPoint | null>(null);
  const host = useRef<HTMLDivElement>(null);
  const size = useSize(host);
  const traces = useMemo(() => mapTraces(result), [result]);
  const figure = useMemo(
    () => (size === null ? null : mapFigure(result, traces, theme, size)),
    [result, traces, theme, size],
  );
  const drawn = pointCount(traces);
  const lit = useStore(highlight);
  const shapes = useMemo(
    () => mapMarks(result, [...lit.pinned, ...lit.hovered], theme),
    [result, lit, theme],
  );
  const itemAt = ({ trace, index }: PlotPoint) => {
    const position = typeof index === 'number' ? traces[trace]?.members[index] : undefined;
    return position === undefined ? undefined : result.items[position];
  };
  const item = point === null ? undefined : itemAt(point);
  const onPoint = (next: PlotPoint | null) => {
    const found = next === null ? undefined : itemAt(next);
    setPoint(next);
    hover(found === undefined ? [] : [found.text]);
  };

  return (
    <div ref={host} className="chart-host">
      {figure !== null && (
        <Plot
          figure={figure}
          shapes={shapes}
          label={`Map of ${result.items.length} texts in ${result.clusters.k} clusters. The table button shows the same as a table.`}
          onPoint={onPoint}
          onSelect={(selected) => {
            const found = itemAt(selected);
            if (found !== undefined) togglePin([found.text]);
          }}
        />
      )}
      {drawn < result.items.length && (
        <p className="chart-note">
          {drawn.toLocaleString('en')} of {result.items.length.toLocaleString('en')} points drawn
        </p>
      )}
      {point !== null && item !== undefined && (
        <HoverCard x={point.clientX} y={point.clientY}>
          <p>
            <b>{item.place + item.number}</b> {item.text}
          </p>
          <p className="hover-note">Cluster {(traces[point.trace]?.cluster ?? 0) + 1}</p>
        </HoverCard>
      )}
    </div>
  );
}
