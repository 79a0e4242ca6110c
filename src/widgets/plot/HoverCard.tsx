import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import style from './hover-card.module.css';

/**
 * Describes what the pointer is on, beside the pointer and inside the window. An element with `data-value` stands out, one
 * with `data-note` stands back.
 */
export function HoverCard({
  x,
  y,
  children,
}: {
  /** Window coordinates of the pointer, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly children: ReactNode;
}) {
  const left = x > window.innerWidth / 2;
  const above = y > window.innerHeight / 2;
  return createPortal(
    <div
      className={style.card}
      data-testid="hover-card"
      style={{
        [left ? 'right' : 'left']: left ? window.innerWidth - x + 14 : x + 14,
        [above ? 'bottom' : 'top']: above ? window.innerHeight - y + 14 : y + 14,
      }}
    >
      {children}
    </div>,
    document.body,
  );
}
