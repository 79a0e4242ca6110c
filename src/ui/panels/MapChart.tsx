import { useCallback, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useView } from '../../state/app.ts';
import type { MapResult } from '../../state/panels.ts';
import { highlight, hover, togglePin } from '../../state/view.ts';
import { Canvas } from '../plot/Canvas.tsx';
import { HoverCard } from '../plot/HoverCard.tsx';
import { type Figure, Plot, type PlotPoint, type PlotView } from '../plot/Plot.tsx';
import { type PlotTheme, usePlotTheme } from '../plot/theme.ts';
import { useNarrow } from '../use-narrow.ts';
import { drawMap } from './map-canvas.ts';
import { mapFigure, mapMarks, mapTraces, wholeView } from './map-figure.ts';
import { type Size, useSize } from './use-size.ts';

export function MapChart({ result }: { readonly result: MapResult }) {
  const theme = usePlotTheme();
  const host = useRef<HTMLDivElement>(null);
  const size = useSize(host);
  return (
    <div ref={host} className="chart-host">
      {size !== null && <SizedMap result={result} theme={theme} size={size} />}
    </div>
  );
}

function SizedMap({
  result,
  theme,
  size,
}: {
  readonly result: MapResult;
  readonly theme: PlotTheme;
  readonly size: Size;
}) {
  const [point, setPoint] = useState<PlotPoint | null>(null);
  const traces = useMemo(() => mapTraces(result), [result]);
  // Where panels are stacked, a finger that scrolls past the map must not move it instead.
  const stacked = useNarrow();
  const large = useView((state) => state.large === 'map');
  const movable = !stacked || large;
  const figure = useMemo(
    () => mapFigure(result, traces, theme, size, movable),
    [result, traces, theme, size, movable],
  );
  // Another figure is drawn whole again.
  const [moved, setMoved] = useState<{ of: Figure; view: PlotView } | null>(null);
  const whole = useMemo(() => wholeView(result), [result]);
  const view = moved?.of === figure ? moved.view : whole;
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => drawMap(context, result, traces, theme, view, size),
    [result, traces, theme, view, size],
  );
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
    <>
      <Canvas size={size} draw={draw} />
      <Plot
        figure={figure}
        shapes={shapes}
        label={`Map of ${result.items.length} texts in ${result.clusters.k} clusters. The table button shows the same as a table.`}
        onView={(next) => setMoved({ of: figure, view: next })}
        onPoint={onPoint}
        onSelect={(selected) => {
          const found = itemAt(selected);
          if (found !== undefined) togglePin([found.text]);
        }}
      />
      {point !== null && item !== undefined && (
        <HoverCard x={point.clientX} y={point.clientY}>
          <p>
            <b>{item.place + item.number}</b> <bdi>{item.text}</bdi>
          </p>
          <p className="hover-note">Cluster {(traces[point.trace]?.cluster ?? 0) + 1}</p>
        </HoverCard>
      )}
    </>
  );
}
