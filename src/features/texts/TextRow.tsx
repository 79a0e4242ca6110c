import { type KeyboardEvent, memo, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { editWithToast, showTokens } from '../../app/actions.ts';
import { app, useEmbeddings, useModel, useReading } from '../../app/app.ts';
import { isBlank } from '../../app/gather.ts';
import { isPressed } from '../../app/keys.ts';
import { highlight, hover, togglePinOf } from '../../app/view.ts';
import { Icon } from '../../widgets/Icon.tsx';
import {
  type Group,
  type ListName,
  moveToGroup,
  removeItem,
  setItemText,
  setLabel,
} from '../../workspace/edits.ts';
import { WHY_WITHOUT } from '../panel/without.ts';
import { REMOVE, SELECT } from './keys.ts';

/** Id of the list of existing labels, offered to every label field. */
export const LABELS_ID = 'text-labels';

interface RowProps {
  readonly list: ListName;
  readonly id: string;
  /** Index in the list, from 0. */
  readonly index: number;
  /** Number of rows in the list; only visible ones are in the page. */
  readonly count: number;
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
  /** Whether the row should take the focus. */
  readonly takeFocus: boolean;
  readonly measure: (row: HTMLLIElement | null) => void;
  /** Opens the row with this id for editing; null closes it. */
  readonly onEdit: (id: string | null) => void;
  readonly onFocusRow: (id: string) => void;
}

/** A text that can be read, edited in place, moved and removed. */
export const TextRow = memo(function TextRow(props: RowProps) {
  const { list, id, index, count, top, text, group, editing, takeFocus, onEdit } = props;
  const number = index + 1;
  const face = useRef<HTMLButtonElement>(null);
  const reading = useReading();
  useEffect(() => {
    if (takeFocus) face.current?.focus({ preventScroll: true });
  }, [takeFocus]);
  const lit = useStore(
    highlight,
    ({ hovered, pinned }) => text !== '' && (hovered.includes(text) || pinned.includes(text)),
  );
  return (
    <li
      ref={props.measure}
      className="text-row"
      data-testid="text-row"
      data-index={index}
      data-lit={lit || undefined}
      aria-setsize={count}
      aria-posinset={number}
      style={{ transform: `translateY(${top}px)` }}
      onMouseEnter={() => hover([text])}
      onMouseLeave={() => hover([])}
      onFocus={() => {
        hover([text]);
        props.onFocusRow(id);
      }}
      onBlur={() => hover([])}
    >
      <span className="text-number">{number}</span>
      {editing ? (
        <RowEditor list={list} id={id} number={number} text={text} onDone={() => onEdit(null)} />
      ) : (
        <button
          ref={face}
          type="button"
          className="text-face"
          dir="auto"
          aria-label={`Edit text ${number}: ${text}`}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) togglePinOf(text);
            else onEdit(id);
          }}
          onKeyDown={(event) => {
            if (isPressed(REMOVE.keys[0], event)) remove(list, id, text);
            else if (isPressed(SELECT.keys[0], event)) {
              event.preventDefault();
              togglePinOf(text);
            }
          }}
        >
          {isBlank(text) ? <i>Empty</i> : text}
        </button>
      )}
      {props.label !== null && <LabelField id={id} number={number} label={props.label} />}
      <TokenCount
        list={list}
        id={id}
        number={number}
        instructions={props.instructions}
        text={text}
      />
      <span className="text-actions">
        {group !== null && (
          <button
            type="button"
            className="icon-button"
            disabled={reading}
            aria-label={`Move to group ${group === 'A' ? 'B' : 'A'}`}
            title={`Move to group ${group === 'A' ? 'B' : 'A'}`}
            onClick={() => move(id, group === 'A' ? 'B' : 'A')}
          >
            →{group === 'A' ? 'B' : 'A'}
          </button>
        )}
        <button
          type="button"
          className="icon-button"
          disabled={reading}
          aria-label="Remove"
          title="Remove"
          onClick={() => remove(list, id, text)}
        >
          <Icon name="close" />
        </button>
      </span>
    </li>
  );
});

function RowEditor({
  list,
  id,
  number,
  text,
  onDone,
}: Pick<RowProps, 'list' | 'id' | 'text'> & {
  readonly number: number;
  readonly onDone: () => void;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const before = useRef(text);
  useEffect(() => {
    const opened = field.current;
    opened?.focus();
    opened?.setSelectionRange(opened.value.length, opened.value.length);
  }, []);

  const set = (value: string) =>
    app()
      .workspace.getState()
      .edit('Edit text', (current) => setItemText(current, list, id, value), `text:${id}`);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      field.current?.blur();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      set(before.current);
      onDone();
    }
  };

  return (
    <textarea
      ref={field}
      className="text-edit"
      dir="auto"
      data-testid="text-edit"
      aria-label={`Text ${number}`}
      readOnly={useReading()}
      value={text}
      rows={1}
      placeholder="Type a text"
      onChange={(event) => set(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        onDone();
        if (isBlank(event.target.value)) {
          app()
            .workspace.getState()
            .edit('Remove empty text', (current) => removeItem(current, list, id), `text:${id}`);
        }
      }}
    />
  );
}

/** Field for a text's label: a gold label, which clusters are compared with. */
function LabelField({
  id,
  number,
  label,
}: {
  readonly id: string;
  readonly number: number;
  readonly label: string;
}) {
  return (
    <input
      className="text-label"
      data-testid="text-label"
      aria-label={`Label of text ${number}`}
      placeholder="label"
      dir="auto"
      list={LABELS_ID}
      maxLength={60}
      spellCheck={false}
      readOnly={useReading()}
      value={label}
      onChange={(event) =>
        app()
          .workspace.getState()
          .edit(
            'Change label',
            (current) => setLabel(current, id, event.target.value),
            `label:${id}`,
          )
      }
    />
  );
}

/** Count under the first shown lens, or under one that cuts the text or masks all of it: that is never silent. */
function TokenCount({
  list,
  id,
  number,
  instructions,
  text,
}: {
  readonly list: ListName;
  readonly id: string;
  readonly number: number;
  readonly instructions: readonly string[];
  readonly text: string;
}) {
  const entry = useEmbeddings(() => {
    const entries = instructions.map((instruction) => app().embeddings.lookup(instruction, text));
    return (
      entries.find((found) => found !== undefined && found.without !== null) ??
      entries.find((found) => found !== undefined && found.unread !== null) ??
      entries.find((found) => found?.truncated) ??
      entries[0]
    );
  });
  const limit = useModel((state) => state.info?.maxSeqLength);
  const together = useModel(({ info }) => info?.input.instruction === 'pooled');
  if (entry === undefined || isBlank(text)) return <span className="text-tokens">…</span>;
  const { tokens, masked, truncated, without, unread } = entry;
  const fault = without !== null ? 'no vector' : unread !== null ? 'not in the mean' : null;
  const problem = [
    ...(without === null ? [] : [`no vector, since ${WHY_WITHOUT[without]}`]),
    ...(without === null && unread !== null ? [`mistrust its vector: ${WHY_WITHOUT[unread]}`] : []),
    ...(truncated ? [`the text was cut at the model's limit of ${limit}`] : []),
  ];
  return (
    <button
      type="button"
      className="text-tokens"
      data-testid="text-tokens"
      data-cut={problem.length > 0 || undefined}
      aria-label={`Tokens of text ${number}: ${tokens}, ${masked} masked${truncated ? `, cut at ${limit}` : ''}${fault === null ? '' : `, ${fault}`}`}
      title={`${tokens} tokens read, ${together ? 'all of them in the mean' : `${masked} of them the instruction's, left out of the mean`}${problem.map((each) => `; ${each}`).join('')}. Show them`}
      onClick={() => showTokens({ list, id })}
    >
      {fault !== null && <b className="cut">{fault}</b>}
      {fault === null && truncated && <b className="cut">cut at {limit}</b>}
      {problem.length === 0 && tokens}
    </button>
  );
}

function remove(list: ListName, id: string, text: string): void {
  const short = text.length > 32 ? `${text.slice(0, 31)}…` : text;
  editWithToast(`Removed “${short}”`, (current) => removeItem(current, list, id));
}

function move(id: string, group: Group): void {
  editWithToast(`Moved to group ${group}`, (current) => moveToGroup(current, id, group));
}
