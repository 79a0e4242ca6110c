import type {
  Config,
  Data,
  Layout,
  PlotHoverEvent,
  PlotlyHTMLElement,
  PlotMouseEvent,
  PlotRelayoutEvent,
} from 'plotly.js';
import { useEffect, useEffectEvent, useRef } from 'react';
import { Failure } from '../../../app/failure/Failure.tsx';
import { lazyModule } from '../../../loading/lazy-module.ts';
import { useLazy } from '../../../widgets/use-lazy.ts';
import { queueDraw } from './draw-queue.ts';

export interface Figure {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
}

/** The point or cell under the pointer. Coordinates are pixels of the window. */
export interface PlotPoint {
  readonly trace: number;
  /** Index of a point, or [row, column] of a cell. */
  readonly index: number | readonly [row: number, column: number];
  readonly clientX: number;
  readonly clientY: number;
}

/** The visible part of the axes, in units of the data. */
export interface PlotView {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

const CONFIG: Partial<Config> = {
  displayModeBar: false,
  showAxisDragHandles: false,
  responsive: false,
  doubleClick: 'reset',
};

const EVENTS = [
  'plotly_hover',
  'plotly_unhover',
  'plotly_click',
  'plotly_relayouting',
  'plotly_relayout',
] as const;

const PART = 'The chart';
const loadPlotly = lazyModule(PART, () => import('./plotly.ts'));

/**
 * A Plotly chart. Another `figure` object draws the chart again; other `shapes` (marks over the chart)
 * are cheap.
 */
export function Plot({
  figure,
  shapes,
  label,
  onView,
  onPoint,
  onSelect,
}: {
  readonly figure: Figure;
  readonly shapes: readonly NonNullable<Layout['shapes']>[number][];
  readonly label: string;
  /** Called when the chart is panned or zoomed, also during the movement. */
  readonly onView?: (view: PlotView) => void;
  readonly onPoint: (point: PlotPoint | null) => void;
  readonly onSelect: (point: PlotPoint) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const { module: plotly, error, retry } = useLazy(loadPlotly);
  const point = useEffectEvent(onPoint);
  const select = useEffectEvent(onSelect);
  const see = useEffectEvent((view: PlotView | null) => {
    if (view !== null) onView?.(view);
  });
  const marks = useEffectEvent(() => shapes);

  useEffect(() => {
    const element = host.current;
    if (plotly === null || element === null) return;
    let drawn: PlotlyHTMLElement | null = null;
    const config = { ...CONFIG, scrollZoom: figure.layout.dragmode === 'pan' };
    // The first draw takes two frames: the axes, then the marks.
    const isFirst = !element.classList.contains('js-plotly-plot');
    const takeBackFirst = isFirst
      ? queueDraw(() => plotly.react(element, [], { ...figure.layout }, config))
      : null;
    const takeBack = queueDraw(() => {
      const layout = { ...figure.layout, shapes: [...marks()] };
      return plotly.react(element, figure.data, layout, config).then((plot) => {
        drawn = plot;
        for (const event of EVENTS) plot.removeAllListeners(event);
        plot.on('plotly_hover', (event) => point(toPoint(event)));
        plot.on('plotly_unhover', () => point(null));
        plot.on('plotly_click', (event) => {
          const clicked = toPoint(event);
          if (clicked !== null) select(clicked);
        });
        plot.on('plotly_relayouting', (change) => see(toView(change)));
        plot.on('plotly_relayout', (change) => see(toView(change)));
      });
    });
    return () => {
      takeBackFirst?.();
      takeBack();
      if (drawn !== null) point(null);
    };
  }, [plotly, figure]);

  useEffect(() => {
    const element = host.current;
    if (plotly === null || element === null || !element.classList.contains('js-plotly-plot'))
      return;
    const frame = requestAnimationFrame(
      () => void plotly.relayout(element, { shapes: [...shapes] }),
    );
    return () => cancelAnimationFrame(frame);
  }, [plotly, shapes]);

  useEffect(() => {
    const element = host.current;
    if (plotly === null || element === null) return;
    return () => plotly.purge(element);
  }, [plotly]);

  if (error !== null) {
    return (
      <div className="plot-failed">
        <Failure part={PART} error={error} onRetry={retry} />
      </div>
    );
  }
  return <div ref={host} className="plot" role="img" aria-label={label} />;
}

function toPoint(event: PlotMouseEvent | PlotHoverEvent): PlotPoint | null {
  const [first] = event.points;
  if (first === undefined) return null;
  const at: unknown = first.pointIndex ?? first.pointNumber;
  const index = Array.isArray(at) ? ([Number(at[0]), Number(at[1])] as const) : Number(at);
  const { clientX, clientY } = event.event;
  return { trace: first.curveNumber, index, clientX, clientY };
}

/** The view after a change of the layout; null if the change is of something else (the marks). */
function toView(change: PlotRelayoutEvent): PlotView | null {
  const x0 = change['xaxis.range[0]'];
  const x1 = change['xaxis.range[1]'];
  const y0 = change['yaxis.range[0]'];
  const y1 = change['yaxis.range[1]'];
  if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined) return null;
  return { x: [x0, x1], y: [y0, y1] };
}
