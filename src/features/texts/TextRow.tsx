import { memo, type ReactNode, useCallback, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { editWithToast } from '../../app/actions.ts';
import { useReading } from '../../app/app.ts';
import { isPressed } from '../../app/commands/keys.ts';
import { isBlank } from '../../app/items.ts';
import { highlight, hover, togglePinOf } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { isolated } from '../../lib/isolate.ts';
import { Icon } from '../../widgets/Icon.tsx';
import { type Group, type ListName, moveToGroup, removeItem } from '../../workspace/edits.ts';
import { OPEN, REMOVE, SELECT } from './keys.ts';
import { LabelField } from './LabelField.tsx';
import { type EditEnd, RowEditor } from './RowEditor.tsx';
import type { CellName } from './row-keys.ts';
import { TokenCount } from './TokenCount.tsx';

interface RowProps {
  readonly list: ListName;
  readonly id: string;
  /** Index in the list, from 0. */
  readonly index: number;
  /** Distance from the top of the list, in pixels. */
  readonly top: number;
  readonly text: string;
  /** Instructions of the shown lenses for this text. */
  readonly instructions: readonly string[];
  /** Group of the text; null for queries and documents. */
  readonly group: Group | null;
  /** Label of the text, '' for none; null if labels are hidden. */
  readonly label: string | null;
  readonly editing: boolean;
  /** Whether this row is the list's tab stop. */
  readonly isStop: boolean;
  /** The cell that should take the focus; null if none should. */
  readonly target: CellName | null;
  /** Measures the row's height; null where the height is known. */
  readonly measure: ((row: HTMLDivElement | null) => void) | null;
  /** Opens the row with this id for editing. */
  readonly onEdit: (id: string) => void;
  readonly onDone: (id: string, end: EditEnd) => void;
  readonly onFocusRow: (id: string) => void;
  /** Called before the row is removed, to focus the same cell of its neighbour. */
  readonly onLeave: (id: string, cell: CellName) => void;
}

/** Shows a text that can be read, edited in place, moved and removed. */
export const TextRow = memo(function TextRow(props: RowProps) {
  const { list, id, index, top, text, group, editing, isStop, target, onEdit, onLeave } = props;
  const number = index + 1;
  const row = useRef<HTMLDivElement | null>(null);
  const { measure } = props;
  const place = useCallback(
    (element: HTMLDivElement | null) => {
      row.current = element;
      measure?.(element);
    },
    [measure],
  );
  const reading = useReading();
  useEffect(() => {
    if (target === null) return;
    const cell = (name: string) => row.current?.querySelector<HTMLElement>(`[data-cell=${name}]`);
    (cell(target) ?? cell('text'))?.focus({ preventScroll: true });
  }, [target]);
  const lit = useStore(
    highlight,
    ({ hovered, pinned }) => text !== '' && (hovered.includes(text) || pinned.includes(text)),
  );
  const tabIndex = isStop ? 0 : -1;
  const remove = (cell: CellName) => {
    onLeave(id, cell);
    editWithToast(`Removed “${isolated(excerpt(text, 31))}”`, (current) =>
      removeItem(current, list, id),
    );
  };
  const other = group === 'A' ? 'B' : 'A';
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list are placed one by one, which rows of a table are not
    // biome-ignore lint/a11y/useFocusableInteractive: the cells' controls take the focus
    <div
      role="row"
      ref={place}
      className="text-row"
      data-testid="text-row"
      data-index={index}
      data-lit={lit || undefined}
      aria-rowindex={number}
      style={{ transform: `translateY(${top}px)` }}
      onMouseEnter={() => hover([text])}
      onMouseLeave={() => hover([])}
      onFocus={() => {
        hover([text]);
        props.onFocusRow(id);
      }}
      onBlur={() => hover([])}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see the row */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see the row */}
      <span role="rowheader" className="text-number">
        {number}
      </span>
      <Cell className="text-main">
        {editing ? (
          <RowEditor
            list={list}
            id={id}
            number={number}
            text={text}
            onDone={(end) => props.onDone(id, end)}
          />
        ) : (
          <button
            type="button"
            className="text-face"
            data-cell="text"
            tabIndex={tabIndex}
            dir="auto"
            aria-label={`Edit text ${number}: ${isolated(excerpt(text))}`}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) togglePinOf(text);
              else onEdit(id);
            }}
            onKeyDown={(event) => {
              if (isPressed(REMOVE.keys[0], event) && !reading) remove('text');
              else if (isPressed(OPEN.keys[0], event)) onEdit(id);
              else if (isPressed(SELECT.keys[0], event)) {
                event.preventDefault();
                togglePinOf(text);
              }
            }}
          >
            {isBlank(text) ? <i>Empty</i> : excerpt(text)}
          </button>
        )}
      </Cell>
      {props.label !== null && (
        <Cell>
          <LabelField id={id} number={number} label={props.label} tabIndex={tabIndex} />
        </Cell>
      )}
      <Cell>
        <TokenCount
          list={list}
          id={id}
          number={number}
          instructions={props.instructions}
          text={text}
          tabIndex={tabIndex}
        />
      </Cell>
      <Cell className="text-actions">
        {group !== null && (
          <button
            type="button"
            className="icon-button"
            data-cell="move"
            tabIndex={tabIndex}
            disabled={reading}
            aria-label={`Move text ${number} to group ${other}`}
            title={`Move to group ${other}`}
            onClick={() => {
              onLeave(id, 'move');
              editWithToast(`Moved to group ${other}`, (now) => moveToGroup(now, id, other));
            }}
          >
            →{other}
          </button>
        )}
        <button
          type="button"
          className="icon-button"
          data-cell="remove"
          tabIndex={tabIndex}
          disabled={reading}
          aria-label={`Remove text ${number}`}
          title="Remove"
          onClick={() => remove('remove')}
        >
          <Icon name="close" />
        </button>
      </Cell>
    </div>
  );
});

function Cell({
  className,
  children,
}: {
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the row
    // biome-ignore lint/a11y/useFocusableInteractive: see the row
    <span role="gridcell" className={className}>
      {children}
    </span>
  );
}
