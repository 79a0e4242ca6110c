import { type PointerEvent, useRef, useState } from 'react';
import type { Size } from '../../widgets/use-size.ts';
import style from './style.module.css';

type Corner = [x: number, y: number];

/** Pixels between two corners of the line: more corners would not make it better. */
const STEP = 4;

/** Lets a person draw a line around a part of a chart. Corners are in pixels of the chart. */
export function Lasso({
  size,
  onDone,
}: {
  readonly size: Size;
  /** Called with the corners; `more`: Shift was held, to add to the selection. */
  readonly onDone: (corners: readonly Corner[], more: boolean) => void;
}) {
  const [corners, setCorners] = useState<readonly Corner[]>([]);
  const drawing = useRef(false);
  const at = ({ clientX, clientY, currentTarget }: PointerEvent): Corner => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };
  return (
    <svg
      className={style.lasso}
      width={size.width}
      height={size.height}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drawing.current = true;
        setCorners([at(event)]);
      }}
      onPointerMove={(event) => {
        if (!drawing.current) return;
        const [x, y] = at(event);
        setCorners((before) => {
          const [lastX, lastY] = before.at(-1)!;
          return Math.hypot(x - lastX, y - lastY) < STEP ? before : [...before, [x, y]];
        });
      }}
      onPointerUp={({ shiftKey }) => {
        drawing.current = false;
        if (corners.length > 2) onDone(corners, shiftKey);
        setCorners([]);
      }}
      onPointerCancel={() => {
        drawing.current = false;
        setCorners([]);
      }}
    >
      {corners.length > 1 && <polygon points={corners.map((corner) => corner.join()).join(' ')} />}
    </svg>
  );
}
