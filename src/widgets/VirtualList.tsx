import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';

/** Height of a row in pixels. */
const ROW_HEIGHT = 28;
const OVERSCAN = 10;

/** A list box of any length: arrows choose. Only visible rows are in the page, for 100,000 texts. */
export function VirtualList({
  label,
  count,
  chosen,
  testId,
  className,
  rowClass,
  row,
  onChoose,
  onPoint,
  onKey,
}: {
  readonly label: string;
  readonly count: number;
  /** Index of the chosen row; -1 for none. */
  readonly chosen: number;
  readonly testId: string;
  readonly className: string | undefined;
  readonly rowClass: string | undefined;
  readonly row: (index: number) => ReactNode;
  readonly onChoose: (index: number) => void;
  /** Called with the row under the pointer; null when it leaves the list. */
  readonly onPoint: (index: number | null) => void;
  /** Called with other keys on the chosen row. Returns whether it took the key. */
  readonly onKey?: (event: KeyboardEvent, index: number) => boolean;
}) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const { scrollToIndex } = virtualizer;
  useEffect(() => {
    if (chosen !== -1) scrollToIndex(chosen);
  }, [chosen, scrollToIndex]);
  const rows = virtualizer.getVirtualItems();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const next = {
      ArrowDown: chosen + 1,
      ArrowUp: chosen - 1,
      PageDown: chosen + page,
      PageUp: chosen - page,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (next !== undefined && count > 0) {
      event.preventDefault();
      onChoose(Math.min(count - 1, Math.max(0, next)));
    } else if (chosen !== -1 && onKey?.(event, chosen)) event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className={`virtual-list ${className ?? ''}`}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={
        rows.some(({ index }) => index === chosen) ? `${id}-${chosen}` : undefined
      }
      data-testid={testId}
      onKeyDown={onKeyDown}
      onMouseLeave={() => onPoint(null)}
    >
      <div style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, start }) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys
          <div
            key={index}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            aria-setsize={count}
            aria-posinset={index + 1}
            className={`virtual-row ${rowClass ?? ''}`}
            style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT }}
            onMouseEnter={() => onPoint(index)}
            onClick={() => onChoose(index)}
          >
            {row(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
