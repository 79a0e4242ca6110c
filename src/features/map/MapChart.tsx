import { polygonContains } from 'd3-polygon';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useView } from '../../app/app.ts';
import { highlight, hover, select, togglePin } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { Canvas } from '../../widgets/plot/Canvas.tsx';
import { HoverCard } from '../../widgets/plot/HoverCard.tsx';
import { type PlotTheme, usePlotTheme } from '../../widgets/plot/theme.ts';
import { useNarrow } from '../../widgets/use-media.ts';
import { type Size, useSize } from '../../widgets/use-size.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import { Plot, type PlotPoint, type PlotView } from '../panel/plot/Plot.tsx';
import { drawLit, drawMap, MOST_LABELS, pixelPlaces, type Scene } from './canvas.ts';
import { drawMapNames } from './cluster-names-on-map.ts';
import { type MapPicture, type Marks, mapFigure, mapTraces } from './figure.ts';
import { Lasso } from './Lasso.tsx';
import type { LegendEntry } from './legend.ts';
import { litPoints, placesOfTexts } from './lit.ts';
import { mapNames } from './name-places.ts';

/** Plotly marks nothing here: see lit.ts. */
const NO_SHAPES = [] as const;

/** Names that stand on a map, and the marks they are of. */
export interface MapNames {
  readonly entries: readonly LegendEntry[];
  readonly marks: Marks;
}

interface ChartProps extends MapPicture {
  /** Number of clusters. */
  readonly k: number;
  /** Returns the name of an item's cluster, by the item's index. */
  readonly clusterOf: (index: number) => string;
  /** Returns the value that colours an item, in words; empty where its cluster or label does. */
  readonly valueAt: (index: number) => string;
  readonly names: MapNames;
  /** View that shows every point, also those still travelling. */
  readonly whole: PlotView;
  /** Starting places of the points, to draw their ways; null where they stand still. */
  readonly origin?: Float32Array | null;
}

export function MapChart(props: ChartProps) {
  const theme = usePlotTheme();
  const host = useRef<HTMLDivElement>(null);
  const size = useSize(host);
  return (
    <div ref={host} className="chart-host">
      {size !== null && <SizedMap {...props} theme={theme} size={size} />}
    </div>
  );
}

function SizedMap({
  items,
  marks,
  coordinates,
  k,
  clusterOf,
  valueAt,
  names: named,
  whole,
  origin = null,
  theme,
  size,
}: ChartProps & { readonly theme: PlotTheme; readonly size: Size }) {
  const [point, setPoint] = useState<PlotPoint | null>(null);
  const traces = useMemo(() => mapTraces({ items, marks }), [items, marks]);
  // Where panels are stacked, a finger that scrolls past the map must not move it instead.
  const stacked = useNarrow();
  const large = useView((state) => state.large === 'map');
  const lasso = useView((state) => state.lasso);
  const movable = !stacked || large;
  // The canvas follows travelling points at once; Plotly, which only answers the pointer, later.
  const settled = useDeferredValue(coordinates);
  const figure = useMemo(
    () => mapFigure({ coordinates: settled }, traces, whole, theme, size, movable),
    [settled, traces, whole, theme, size, movable],
  );
  const [moved, setMoved] = useState<{ of: PlotView; view: PlotView } | null>(null);
  const view = moved?.of === whole ? moved.view : whole;
  const scene = useMemo<Scene>(
    () => ({ picture: { items, coordinates }, traces, theme, view, size }),
    [items, coordinates, traces, theme, view, size],
  );
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => drawMap(context, scene, origin),
    [scene, origin],
  );
  const places = useMemo(() => placesOfTexts(items), [items]);
  const highlighted = useStore(highlight);
  const lit = useMemo(() => litPoints(places, highlighted), [places, highlighted]);
  const drawMarked = useCallback(
    (context: CanvasRenderingContext2D) => drawLit(context, scene, lit),
    [scene, lit],
  );
  const names = useMemo(
    () => (items.length > MOST_LABELS ? mapNames(named.entries, named.marks, coordinates) : []),
    [items, named, coordinates],
  );
  const drawNames = useCallback(
    (context: CanvasRenderingContext2D) => {
      drawMapNames(context, names, { theme, view, size });
      return undefined;
    },
    [names, theme, view, size],
  );
  const positionAt = ({ trace, index }: PlotPoint) =>
    (typeof index === 'number' ? traces[trace]?.members[index] : undefined) ?? -1;
  const itemAt = (at: PlotPoint) => items[positionAt(at)];
  const item = point === null ? undefined : itemAt(point);
  const value = point === null ? '' : valueAt(positionAt(point));
  const onPoint = (next: PlotPoint | null) => {
    const found = next === null ? undefined : itemAt(next);
    setPoint(next);
    hover(found === undefined ? [] : [found.text]);
  };

  return (
    <>
      <Canvas size={size} draw={draw} faded={lit.raised.length > 0} />
      <Canvas size={size} draw={drawMarked} />
      {names.length > 0 && <Canvas size={size} draw={drawNames} />}
      <Plot
        figure={figure}
        shapes={NO_SHAPES}
        label={`Map of ${items.length} texts in ${k} clusters. The table button shows the same as a table.`}
        onView={(next) => setMoved({ of: whole, view: next })}
        onPoint={onPoint}
        onSelect={(selected) => {
          const found = itemAt(selected);
          if (found !== undefined) togglePin([found.text]);
        }}
      />
      {lasso && (
        <Lasso
          size={size}
          onDone={(corners, more) => {
            const at = pixelPlaces(coordinates, view, size);
            const line = [...corners];
            const within = items.filter((_, i) => polygonContains(line, [...at[i]!]));
            select(
              within.map(({ text }) => text),
              more,
            );
          }}
        />
      )}
      {point !== null && item !== undefined && (
        <HoverCard x={point.clientX} y={point.clientY}>
          <p>
            <b>{item.place + item.number}</b> <bdi>{excerpt(item.text)}</bdi>{' '}
            <CutBadge text={item.text} />
          </p>
          <p data-note>
            <bdi>{clusterOf(positionAt(point))}</bdi>
            {item.label !== undefined && (
              <>
                {' '}
                · labelled <span dir="auto">{item.label}</span>
              </>
            )}
            {value !== '' && (
              <>
                {' '}
                · <bdi data-testid="map-value">{value}</bdi>
              </>
            )}
          </p>
        </HoverCard>
      )}
    </>
  );
}
