import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { hover } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { formatFigure } from '../../widgets/format.ts';
import style from './moved.module.css';
import { newNeighbours, SHIFT_MEANING } from './movement.ts';
import type { EffectResult } from './result.ts';

/** Height of a row in pixels. */
const ROW_HEIGHT = 28;
const OVERSCAN = 10;

/** Texts by how much they moved, as a list box: arrows choose. Only visible rows are in the page, for 100,000 texts. */
export function MovedList({
  result,
  order,
  chosen,
  onChoose,
}: {
  readonly result: EffectResult;
  /** Indices of the items to list, most moved first. */
  readonly order: Int32Array;
  /** Index of the item whose neighbours are shown; null for none. */
  readonly chosen: number | null;
  readonly onChoose: (index: number) => void;
}) {
  const { comparison, items } = result;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const at = chosen === null ? -1 : order.indexOf(chosen);
  const { scrollToIndex } = virtualizer;
  // Once for each: later the list may be scrolled and filtered away from it.
  const sought = useRef<number>(null);
  useEffect(() => {
    if (sought.current === chosen) return;
    sought.current = chosen;
    if (at !== -1) scrollToIndex(at);
  }, [chosen, at, scrollToIndex]);
  const rows = virtualizer.getVirtualItems();
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const next = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: order.length - 1,
    }[event.key];
    if (next === undefined || order.length === 0) return;
    event.preventDefault();
    onChoose(order[Math.min(order.length - 1, Math.max(0, next))]!);
  };
  return (
    <div className={style.listing}>
      {/* What is read aloud of a row says it in words. */}
      <div className={style.columns} aria-hidden="true">
        <span />
        <span>Text</span>
        <span />
        <span>Nearest</span>
        <span title={SHIFT_MEANING}>± cosine</span>
      </div>
      <div
        ref={scroller}
        className={style.list}
        role="listbox"
        tabIndex={0}
        aria-label="Texts by how much they moved"
        aria-activedescendant={rows.some(({ index }) => index === at) ? `${id}-${at}` : undefined}
        data-testid="moved-list"
        onKeyDown={onKeyDown}
        onMouseLeave={() => hover([])}
      >
        <div style={{ height: virtualizer.getTotalSize() }}>
          {rows.map(({ index, start }) => {
            const item = items[order[index]!]!;
            const lost = newNeighbours(comparison, order[index]!);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys
              <div
                key={item.id}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                aria-setsize={order.length}
                aria-posinset={index + 1}
                className={style.row}
                data-testid="moved-row"
                style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT }}
                onMouseEnter={() => hover([item.text])}
                onClick={() => onChoose(order[index]!)}
              >
                <b>{item.place + item.number}</b>
                <bdi className="ellipsis">{excerpt(item.text)}</bdi>
                <span className={style.bar} aria-hidden="true">
                  <i style={{ width: `${(comparison.movement[order[index]!] ?? 0) * 100}%` }} />
                </span>
                <span>{lost} new</span>
                <span title={SHIFT_MEANING}>
                  <span className="visually-hidden">mean change of cosine </span>±
                  {formatFigure(comparison.shift[order[index]!] ?? 0)}
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
