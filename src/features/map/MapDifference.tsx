import * as Slider from 'radix-ui/slider';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Agreement } from '../../analysis/types.ts';
import { LensName } from '../../app/lenses/LensName.tsx';
import { IconButton } from '../../widgets/IconButton.tsx';
import { useReducedMotion } from '../../widgets/use-media.ts';
import { clusterNames } from './cluster-name.ts';
import { type Marks, wholeView } from './figure.ts';
import { MapChart, type MapNames } from './MapChart.tsx';
import type { MapResult, MapSide } from './result.ts';
import style from './style.module.css';
import { TransitionTable } from './TransitionTable.tsx';

/** Milliseconds that the points travel when they are sent. */
const TRAVEL_MS = 1400;

/** Moves points from the first lens's map to the second's, which is aligned to it. */
export function MapDifference({
  result,
  from,
  to,
  moves,
  marks,
  names,
  valueAt,
}: {
  readonly result: MapResult;
  readonly from: MapSide;
  readonly to: MapSide;
  readonly moves: Agreement;
  readonly marks: Marks;
  readonly names: MapNames;
  readonly valueAt: (index: number) => string;
}) {
  const still = useReducedMotion();
  const [way, setWay] = useState(0);
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  const whole = useMemo(() => wholeView([from.coordinates, to.coordinates]), [from, to]);
  const clusterOf = useMemo(() => {
    const [before, after] = [clusterNames(from), clusterNames(to)];
    return (index: number) => {
      const was = before[from.clusters.assignments[index] ?? -1] ?? '';
      const is = after[to.clusters.assignments[index] ?? -1] ?? '';
      return was === is ? was : `${was} → ${is}`;
    };
  }, [from, to]);
  const coordinates = useMemo(
    () => between(from.coordinates, to.coordinates, way),
    [from, to, way],
  );

  const travel = () => {
    cancelAnimationFrame(frame.current);
    const [start, end] = way < 1 ? [way, 1] : [1, 0];
    if (still) {
      setWay(end);
      return;
    }
    let began: number | null = null;
    const step = (now: number) => {
      began ??= now;
      const part = Math.min(1, (now - began) / TRAVEL_MS);
      setWay(start + (end - start) * ease(part));
      if (part < 1) frame.current = requestAnimationFrame(step);
    };
    frame.current = requestAnimationFrame(step);
  };

  return (
    <div className={style.travel}>
      <div className={style.travelMap}>
        <MapChart
          items={result.items}
          marks={marks}
          coordinates={coordinates}
          k={from.clusters.k}
          clusterOf={clusterOf}
          valueAt={valueAt}
          names={names}
          whole={whole}
          origin={way > 0 ? from.coordinates : null}
        />
        <div className={style.way}>
          <LensName id={from.lens} />
          <Slider.Root
            className={style.slider}
            min={0}
            max={1}
            // With reduced motion only the two maps are shown, and nothing between them.
            step={still ? 1 : 0.01}
            value={[way]}
            onValueChange={([next]) => {
              cancelAnimationFrame(frame.current);
              setWay(next ?? 0);
            }}
          >
            <Slider.Track className={style.track}>
              <Slider.Range className={style.range} />
            </Slider.Track>
            <Slider.Thumb
              className={style.thumb}
              aria-label="Way from the first map to the second"
              aria-valuetext={`${Math.round(way * 100)} percent`}
              data-testid="travel"
            />
          </Slider.Root>
          <LensName id={to.lens} />
          <IconButton icon="play" label="Send the points to the other map" onClick={travel} />
        </div>
      </div>
      <TransitionTable items={result.items} from={from} to={to} moves={moves} />
    </div>
  );
}

function between(from: Float32Array, to: Float32Array, way: number): Float32Array {
  return from.map((start, i) => start + ((to[i] ?? start) - start) * way);
}

/** Eases a fraction of the way: slow at both ends. */
function ease(part: number): number {
  return part < 0.5 ? 2 * part * part : 1 - 2 * (1 - part) ** 2;
}
