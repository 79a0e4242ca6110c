import { useVirtualizer } from '@tanstack/react-virtual';
import * as Popover from 'radix-ui/popover';
import { type KeyboardEvent, type RefObject, useId, useMemo, useState } from 'react';
import { hover, togglePin } from '../../app/view.ts';
import { ClusterMark } from './ClusterMark.tsx';
import { type LegendProps, matching, textsOf } from './legend.ts';
import style from './style.module.css';
import { usePressed } from './use-pressed.ts';

/** Height of an entry in pixels; the stylesheet says the same. */
const ROW = 28;
/** Number of entries in sight at once. */
const IN_SIGHT = 10;

/** Finds every cluster or label by its name. Enter or a click selects its texts; pointing lights them up. */
export function LegendFinder({
  label,
  items,
  marks,
  entries,
  opener,
  onClose,
}: LegendProps & {
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  // State and not a ref: the portal comes after the first effects, and the list is drawn once its room is known.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const id = useId();
  const pressed = usePressed(items, marks);
  const found = useMemo(() => matching(entries, query), [entries, query]);
  const virtualizer = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW,
    overscan: 4,
  });
  const texts = (at: number) => {
    const entry = found[at];
    return entry === undefined ? [] : textsOf(items, marks, entry.mark);
  };
  const go = (at: number) => {
    const next = Math.max(0, Math.min(found.length - 1, at));
    setActive(next);
    virtualizer.scrollToIndex(next);
    hover(texts(next));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      if (found.length > 0) togglePin(texts(active));
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: IN_SIGHT, PageUp: -IN_SIGHT }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    go(active + step);
  };
  const what = label.toLowerCase();
  return (
    <Popover.Root
      open
      onOpenChange={(open) => {
        if (open) return;
        hover([]);
        onClose();
      }}
    >
      <Popover.Anchor virtualRef={opener as RefObject<HTMLButtonElement>} />
      <Popover.Portal>
        <Popover.Content
          className={`popover ${style.finder}`}
          aria-label={`All ${what}`}
          side="top"
          sideOffset={6}
          collisionPadding={12}
          onInteractOutside={(event) => {
            // The opener closes it by itself.
            if (opener.current?.contains(event.target as Node)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            opener.current?.focus();
          }}
        >
          <input
            className="field"
            type="search"
            role="combobox"
            data-testid="legend-find"
            aria-label={`Find among ${what}`}
            placeholder={`Find among ${entries.length.toLocaleString('en')} ${what}`}
            aria-expanded="true"
            aria-controls={id}
            aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setActive(0);
              virtualizer.scrollToOffset(0);
            }}
            onKeyDown={onKeyDown}
          />
          <div
            ref={setScroller}
            className={style.all}
            style={{ height: Math.min(IN_SIGHT, Math.max(1, found.length)) * ROW }}
          >
            {found.length === 0 && <p className={style.none}>None has that in its name.</p>}
            <div
              id={id}
              role="listbox"
              aria-label={label}
              style={{ height: virtualizer.getTotalSize() }}
            >
              {virtualizer.getVirtualItems().map(({ index, start }) => {
                const { mark, name, size } = found[index]!;
                return (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
                  <div
                    key={mark}
                    id={`${id}-${index}`}
                    role="option"
                    tabIndex={-1}
                    className={style.option}
                    data-testid="legend-option"
                    data-active={index === active || undefined}
                    aria-selected={mark === pressed}
                    aria-setsize={found.length}
                    aria-posinset={index + 1}
                    style={{ top: start }}
                    title={name}
                    onMouseEnter={() => hover(texts(index))}
                    onMouseLeave={() => hover([])}
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => {
                      setActive(index);
                      togglePin(texts(index));
                    }}
                  >
                    <ClusterMark cluster={mark} />
                    <bdi className="ellipsis">{name}</bdi>
                    <span className={style.size}>{size.toLocaleString('en')}</span>
                  </div>
                );
              })}
            </div>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
