import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import { app } from '../../app/app.ts';
import { isPressed } from '../../app/commands/keys.ts';
import { type Group, type ListName, removeItem } from '../../workspace/edits.ts';
import { EmptyList } from './EmptyList.tsx';
import { ALONG } from './keys.ts';
import { LABELS_ID } from './LabelField.tsx';
import type { EditEnd } from './RowEditor.tsx';
import { type CellName, rowAfter, rowInPlaceOf } from './row-keys.ts';
import { TextRow } from './TextRow.tsx';
import { useRevealedRow } from './use-reveal.ts';

/** Height in pixels of a row with one line, as in the stylesheet. Higher rows are measured. */
const ROW_HEIGHT = 34;
/**
 * Length up to which the rows of a list are measured. Each measured row moves all rows below it, so a longer list has
 * rows of one line.
 */
const MEASURED_LIST = 2000;
/** Rows drawn beyond the visible ones, so that an arrow key finds the next row. */
const OVERSCAN = 12;
/** The same in a list whose rows have one line: a fast scroll draws all of them anew, and few keep that short. */
const COMPACT_OVERSCAN = 5;
/** Most labels that a label field offers. */
const OFFERED_LABELS = 100;

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
  /** Called when the row that had the focus was the last. */
  readonly onEmptied: () => void;
}

/**
 * Shows one list as a grid. The grid is one tab stop: arrows move from row to row, and Tab moves through the controls of
 * one row and out of the grid. Only visible rows are in the page, so that a list may have 100,000.
 */
export function TextList(props: TextListProps) {
  const { list, group, label, items, instructions, labels, editing, onEdit, onEmptied } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [target, setTarget] = useState<{ readonly id: string; readonly cell: CellName } | null>(
    null,
  );

  // The focused row stays in the page while the list scrolls: without it the focus would be lost.
  const kept = useMemo(() => {
    const ids = [editing, focused, target?.id].filter((id) => typeof id === 'string');
    const places = new Set(ids.map((id) => items.findIndex((item) => item.id === id)));
    return [...places].filter((index) => index !== -1);
  }, [items, editing, focused, target]);
  const getItemKey = useKeys(items);
  const compact = items.length > MEASURED_LIST;
  // The row edited last is still measured, to get its old height back.
  const [edited, setEdited] = useState<string | null>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey,
    overscan: compact ? COMPACT_OVERSCAN : OVERSCAN,
    rangeExtractor: (range: Range) =>
      [...new Set([...kept, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  });
  const shown = virtualizer.getVirtualItems();
  // The tab stop is the row focused last, or the topmost visible row where there is none.
  const stop =
    shown.find(({ key }) => key === focused)?.index ??
    shown.find(({ end }) => end > (virtualizer.scrollOffset ?? 0))?.index;

  useRevealedRow(items, group ?? (list === 'queries' ? 'Q' : 'D'), (index) =>
    virtualizer.scrollToIndex(index, { align: 'center' }),
  );

  const onFocusRow = useCallback((id: string) => {
    setFocused(id);
    setTarget(null);
  }, []);

  const { scrollToIndex } = virtualizer;
  const goTo = useCallback(
    (index: number, cell: CellName) => {
      const item = items[index];
      if (item === undefined) return;
      setTarget({ id: item.id, cell });
      scrollToIndex(index);
    },
    [items, scrollToIndex],
  );

  const onLeave = useCallback(
    (id: string, cell: CellName) => {
      const at = items.findIndex((item) => item.id === id);
      const next = rowInPlaceOf(at, items.length);
      if (next === null) onEmptied();
      else goTo(next, cell);
    },
    [items, goTo, onEmptied],
  );

  const onDone = useCallback(
    (id: string, { stay, blank }: EditEnd) => {
      onEdit(null);
      setEdited(id);
      if (stay && blank) onLeave(id, 'text');
      else if (stay) setTarget({ id, cell: 'text' });
      if (!blank) return;
      app()
        .workspace.getState()
        .edit('Remove empty text', (current) => removeItem(current, list, id), `text:${id}`);
    },
    [list, onEdit, onLeave],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const from = event.target;
    if (!(from instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = from.closest<HTMLElement>('.text-row');
    const cell = from.dataset.cell as CellName | undefined;
    if (row === null || cell === undefined) return;
    const at = Number(row.dataset.index);
    if (from instanceof HTMLInputElement) {
      // Arrows move the field's caret. Enter moves to the next row's label, as in a spreadsheet.
      if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
      event.preventDefault();
      goTo(event.shiftKey ? at - 1 : at + 1, cell);
      return;
    }
    const [back, forth] = ALONG.keys.map((key) => isPressed(key, event));
    if (back || forth) {
      const cells = [...row.querySelectorAll<HTMLElement>('[data-cell]:enabled')];
      cells[cells.indexOf(from) + (forth ? 1 : -1)]?.focus();
      event.preventDefault();
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const next = rowAfter(event, { at, count: items.length, page });
    if (next === null) return;
    event.preventDefault();
    if (next !== at) goTo(next, cell);
  };

  return (
    <div className="texts-scroll" ref={scroller}>
      {labels && <Labels items={items} />}
      {items.length === 0 && <EmptyList list={list} group={group} />}
      {items.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list are placed one by one, which rows of a table are not
        <div
          role="grid"
          className="text-grid"
          aria-label={label}
          aria-rowcount={items.length}
          data-compact={compact || undefined}
          style={{ height: virtualizer.getTotalSize() }}
          onKeyDown={onKeyDown}
        >
          {shown.map(({ index, start }) => {
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
                top={start}
                measure={
                  compact && item.id !== editing && item.id !== edited
                    ? null
                    : virtualizer.measureElement
                }
                instructions={instructions}
                label={labels ? (item.label ?? '') : null}
                editing={item.id === editing}
                isStop={index === stop}
                target={item.id === target?.id ? target.cell : null}
                onEdit={onEdit}
                onDone={onDone}
                onFocusRow={onFocusRow}
                onLeave={onLeave}
              />
            );
          })}
        </div>
      )}
    </div>
  );
}

/** Gives the rows' keys by their index. It returns the same function until the ids change. */
function useKeys(items: TextListProps['items']): (index: number) => string | number {
  const last = useRef(items);
  const keys = useRef<(index: number) => string | number>(null);
  if (keys.current === null || !sameIds(last.current, items)) {
    keys.current = (index) => items[index]?.id ?? index;
  }
  last.current = items;
  return keys.current;
}

function sameIds(a: TextListProps['items'], b: TextListProps['items']): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((item, at) => item === b[at] || item.id === b[at]!.id);
}

/** Offers existing labels to the label fields. */
function Labels({ items }: Pick<TextListProps, 'items'>) {
  const labels = useMemo(() => {
    const found = new Set<string>();
    for (const { label } of items) {
      if (label !== undefined) found.add(label);
      if (found.size === OFFERED_LABELS) break;
    }
    return [...found];
  }, [items]);
  return (
    <datalist id={LABELS_ID}>
      {labels.map((label) => (
        <option key={label} value={label} />
      ))}
    </datalist>
  );
}
