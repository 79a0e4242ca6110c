import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, useEffect, useRef } from 'react';
import type { PlacedText } from '../../app/results.ts';
import { view } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import style from './style.module.css';

/** Queries that are all in the page. Of more, only those in sight are. */
const SHORT = 60;
/** Estimated height of a query in pixels; the real height is measured. */
const HEIGHT = 54;

/** Lists the queries, of which one is chosen. */
export function QueryList({
  queries,
  query,
}: {
  readonly queries: readonly PlacedText[];
  /** Index of the query that is chosen. */
  readonly query: number;
}) {
  const isLong = queries.length > SHORT;
  return (
    <fieldset className={style.queries}>
      <legend className="visually-hidden">Query</legend>
      {isLong ? (
        <LongList queries={queries} query={query} />
      ) : (
        queries.map((each, index) => <Query key={each.id} query={each} on={index === query} />)
      )}
    </fieldset>
  );
}

function LongList({
  queries,
  query,
}: {
  readonly queries: readonly PlacedText[];
  readonly query: number;
}) {
  const list = useRef<HTMLDivElement>(null);
  const isMoving = useRef(false);
  const virtualizer = useVirtualizer({
    count: queries.length,
    getScrollElement: () => list.current?.parentElement ?? null,
    estimateSize: () => HEIGHT,
    overscan: 4,
    // The chosen query keeps the focus while the list scrolls.
    rangeExtractor: (range) =>
      [...new Set([query, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newly chosen query gets the focus
  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    list.current?.querySelector<HTMLElement>('input:checked')?.focus({ preventScroll: true });
  }, [query]);
  // The browser's own keys go through the queries that are in the page, and no further.
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const last = queries.length - 1;
    const to = {
      ...{ ArrowDown: query + 1, ArrowRight: query + 1, ArrowUp: query - 1, ArrowLeft: query - 1 },
      ...{ Home: 0, End: last },
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(last, to));
    isMoving.current = next !== query;
    view.setState({ query: queries[next]!.id });
    virtualizer.scrollToIndex(next);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: takes the keys of the radio buttons inside
    <div
      ref={list}
      className={style.long}
      style={{ height: virtualizer.getTotalSize() }}
      onKeyDown={onKeyDown}
    >
      {virtualizer.getVirtualItems().map(({ index, start }) => (
        <Query
          key={queries[index]!.id}
          query={queries[index]!}
          on={index === query}
          count={queries.length}
          index={index}
          style={{ transform: `translateY(${start}px)` }}
          measure={virtualizer.measureElement}
        />
      ))}
    </div>
  );
}

function Query({
  query: { id, text },
  on,
  count,
  index,
  style: place,
  measure,
}: {
  readonly query: PlacedText;
  readonly on: boolean;
  /** Number of queries and index of this one, where not all are in the page. */
  readonly count?: number;
  readonly index?: number;
  readonly style?: CSSProperties;
  readonly measure?: (row: HTMLLabelElement | null) => void;
}) {
  return (
    <label
      ref={measure}
      className={style.query}
      data-on={on || undefined}
      data-index={index}
      style={place}
    >
      <input
        type="radio"
        name="query"
        className="visually-hidden"
        aria-setsize={count}
        aria-posinset={index === undefined ? undefined : index + 1}
        checked={on}
        onChange={() => view.setState({ query: id })}
      />
      <i className="lens-dot" />
      <span dir="auto">{excerpt(text)}</span>
      <CutBadge text={text} field="queryInstruction" />
    </label>
  );
}
