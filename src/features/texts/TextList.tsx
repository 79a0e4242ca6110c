import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useRef, useState } from 'react';
import { stepFrom } from '../../app/keys.ts';
import type { Group, ListName } from '../../workspace/edits.ts';
import { EmptyList } from './EmptyList.tsx';
import { LABELS_ID, TextRow } from './TextRow.tsx';

/** Estimated height of a one-line row in pixels; the real height is measured. */
const ROW_HEIGHT = 30;
/** Rows drawn beyond the visible ones: short lists are complete, and Tab has a next row. */
const OVERSCAN = 12;

export interface TextListProps {
  readonly list: ListName;
  /** Group of the texts; null for queries and documents. */
  readonly group: Group | null;
  readonly label: string;
  readonly items: readonly {
    readonly id: string;
    readonly text: string;
    readonly label?: string;
  }[];
  /** Instructions of the shown lenses for these texts. */
  readonly instructions: readonly string[];
  /** Whether each row shows its text's label. */
  readonly labels: boolean;
  /** Id of the row being edited. */
  readonly editing: string | null;
  readonly onEdit: (id: string | null) => void;
}

/** Rows of one list. Only visible rows are in the page, for lists of thousands. */
export function TextList(props: TextListProps) {
  const { list, group, label, items, instructions, labels, editing, onEdit } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [target, setTarget] = useState<string | null>(null);

  // The focused row stays in the page wherever the list scrolls, or it would lose the focus.
  const kept = [editing, focused, target].flatMap((id) => {
    const index = id === null ? -1 : items.findIndex((item) => item.id === id);
    return index === -1 ? [] : [index];
  });
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: OVERSCAN,
    rangeExtractor: (range: Range) =>
      [...new Set([...kept, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  });

  const onFocusRow = useCallback((id: string) => {
    setFocused(id);
    setTarget(null);
  }, []);

  const focusRow = (index: number) => {
    const item = items[index];
    if (item === undefined) return;
    setTarget(item.id);
    virtualizer.scrollToIndex(index);
  };

  return (
    <div className="texts-scroll" ref={scroller}>
      {labels && (
        <datalist id={LABELS_ID}>
          {[...new Set(items.map(({ label }) => label))].map((label) =>
            label === undefined ? null : <option key={label} value={label} />,
          )}
        </datalist>
      )}
      {items.length === 0 && <EmptyList list={list} group={group} />}
      <ul
        aria-label={label}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={(event) => {
          if (!(event.target instanceof HTMLElement) || !event.target.matches('.text-face')) return;
          const at = Number(event.target.closest('li')?.dataset.index);
          const next = stepFrom(at, items.length, event);
          if (next === null) return;
          event.preventDefault();
          focusRow(next);
        }}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <TextRow
              key={item.id}
              list={list}
              group={group}
              id={item.id}
              text={item.text}
              index={index}
              count={items.length}
              top={start}
              measure={virtualizer.measureElement}
              instructions={instructions}
              label={labels ? (item.label ?? '') : null}
              editing={item.id === editing}
              takeFocus={item.id === target}
              onEdit={onEdit}
              onFocusRow={onFocusRow}
            />
          );
        })}
      </ul>
    </div>
  );
}
