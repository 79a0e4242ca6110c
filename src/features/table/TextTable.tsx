import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { reveal, revealed } from '../../app/reveal.ts';
import { highlight, hover, select, togglePinOf } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { shortName } from '../panel/rows.ts';
import type { Sort } from './order.ts';
import { cellOf, type SortKey } from './order.ts';
import type { TableResult, TableText } from './result.ts';
import style from './style.module.css';
import { TableHead } from './TableHead.tsx';
import { useOrder } from './use-order.ts';

/** Height of a row in pixels. */
const ROW_HEIGHT = 30;
const OVERSCAN = 12;
/** Widths in pixels: of the name, of the text at least, of every other column, and between two. */
const [NAME_WIDTH, TEXT_WIDTH, COLUMN_WIDTH, GAP] = [52, 150, 110, 10];
/** Characters of a cell that are drawn. */
const CELL = 120;

/**
 * All texts as a grid of which only the visible rows are in the page. Arrows move, Space selects; a click shows the text in
 * the other panels and in its list.
 */
export function TextTable({
  result: current,
  typed,
}: {
  readonly result: TableResult;
  readonly typed: string;
}) {
  const id = useId();
  const [sort, setSort] = useState<Sort | null>(null);
  const { result, order } = useOrder(current, typed, sort);
  const { rows, columns, labelled } = result;
  const count = order?.length ?? rows.length;
  const rowAt = (place: number): TableText | undefined => rows[order?.[place] ?? place];
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  const pinned = useStore(highlight, (state) => state.pinned);
  const selected = useMemo(() => new Set(pinned), [pinned]);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    // The head stands over the first row.
    scrollPaddingStart: ROW_HEIGHT,
  });
  const { scrollToIndex } = virtualizer;
  const keys: readonly SortKey[] = [
    'text',
    ...(labelled ? ['label' as const] : []),
    ...columns.map((_, at) => at),
  ];
  // The same in every row: a width that followed the cells would differ from row to row.
  const widths = [
    NAME_WIDTH,
    ...(labelled ? [COLUMN_WIDTH] : []),
    ...columns.map(() => COLUMN_WIDTH),
  ];
  const [name, ...others] = widths.map((width) => `${width}px`);
  const grid = {
    gridTemplateColumns: `${name} minmax(${TEXT_WIDTH}px, 1fr) ${others.join(' ')}`,
    minWidth: widths.reduce((sum, width) => sum + width + GAP, TEXT_WIDTH + GAP),
  };

  const shown = useStore(revealed, (state) => state.text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each text that is brought into sight
  useEffect(() => {
    if (shown === null) return;
    const index = rows.findIndex(({ id, place }) => id === shown.id && place === shown.place);
    const place = order === null ? index : order.indexOf(index);
    if (place === -1) return;
    setActive(place);
    scrollToIndex(place);
  }, [shown]);

  const choose = (
    place: number,
    event: { readonly ctrlKey: boolean; readonly metaKey: boolean; readonly shiftKey: boolean },
  ) => {
    const row = rowAt(place);
    if (row === undefined) return;
    if (event.shiftKey && active !== -1) {
      const [from, to] = [Math.min(active, place), Math.max(active, place)];
      const texts = Array.from({ length: to - from + 1 }, (_, at) => rowAt(from + at)?.text ?? '');
      select(texts, event.ctrlKey || event.metaKey);
      return;
    }
    setActive(place);
    if (event.ctrlKey || event.metaKey) togglePinOf(row.text);
    else {
      select([row.text], false);
      reveal(row);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || count === 0) return;
    const row = rowAt(active);
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      if (row === undefined) return;
      if (event.key === ' ') togglePinOf(row.text);
      else choose(active, event);
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const next = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const place = Math.min(count - 1, Math.max(0, next));
    setActive(place);
    scrollToIndex(place);
    hover([rowAt(place)?.text ?? '']);
  };
  const found = order !== null && count < rows.length;
  const drawn = virtualizer.getVirtualItems();
  return (
    <>
      <div className={style.bar}>
        <span aria-live="polite" data-testid="table-count">
          {found
            ? `${count.toLocaleString('en')} of ${plural(rows.length, 'text')}`
            : plural(rows.length, 'text')}
        </span>
        {found && count > 0 && (
          <Button
            look="link"
            data-testid="select-found"
            onClick={() =>
              select(
                Array.from(order, (index) => rows[index]!.text),
                false,
              )
            }
          >
            Select these
          </Button>
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: rows of a virtual list are placed one by one, which rows of a table are not */}
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        className={style.scroll}
        aria-label="All texts; Space selects"
        aria-rowcount={count + 1}
        aria-colcount={keys.length + 1}
        aria-multiselectable="true"
        aria-activedescendant={
          drawn.some(({ index }) => index === active) ? `${id}-${active}` : undefined
        }
        data-testid="text-table"
        onKeyDown={onKeyDown}
        onMouseLeave={() => hover([])}
        onBlur={() => hover([])}
      >
        <TableHead keys={keys} columns={columns} grid={grid} sort={sort} onSort={setSort} />
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="rowgroup" className={style.rows} style={{ height: virtualizer.getTotalSize() }}>
          {drawn.map(({ index, start }) => {
            const row = rowAt(index);
            if (row === undefined) return null;
            return (
              // biome-ignore lint/a11y/useSemanticElements: see above
              // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys
              <div
                key={index}
                role="row"
                id={`${id}-${index}`}
                aria-rowindex={index + 2}
                aria-selected={selected.has(row.text)}
                className={style.row}
                data-active={index === active || undefined}
                data-testid="table-row"
                style={{ transform: `translateY(${start}px)`, ...grid }}
                onMouseEnter={() => hover([row.text])}
                onClick={(event) => choose(index, event)}
              >
                {/* biome-ignore lint/a11y/useSemanticElements: see above */}
                {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
                <span role="gridcell" className={style.name}>
                  {shortName(row)}
                </span>
                {keys.map((key) => (
                  // biome-ignore lint/a11y/useSemanticElements: see above
                  // biome-ignore lint/a11y/useFocusableInteractive: see above
                  <span key={key} role="gridcell" dir="auto" className="ellipsis">
                    {excerpt(cellOf(row, key), key === 'text' ? undefined : CELL)}
                  </span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </>
  );
}
