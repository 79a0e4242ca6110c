import { type ClipboardEvent, type FocusEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { app, useReading } from '../../app/app.ts';
import { isBlank } from '../../app/items.ts';
import { PART } from '../../lib/excerpt.ts';
import { PartSteps } from '../../widgets/PartSteps.tsx';
import { type ListName, setItemText } from '../../workspace/edits.ts';
import { useEditedPart } from './edited-part.ts';

/** How the editing of a row ended. */
export interface EditEnd {
  /** Whether the focus should stay in the list. */
  readonly stay: boolean;
  /** Whether nothing was left of the text. */
  readonly blank: boolean;
}

/** Edits a text in its row. It edits a long text part by part, because a field of megabytes holds up the page. */
export function RowEditor({
  list,
  id,
  number,
  text,
  onDone,
}: {
  readonly list: ListName;
  readonly id: string;
  readonly number: number;
  readonly text: string;
  readonly onDone: (end: EditEnd) => void;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const before = useRef(text);
  const done = useRef(false);
  const reading = useReading();
  const set = (whole: string) =>
    app()
      .workspace.getState()
      .edit('Edit text', (current) => setItemText(current, list, id, whole), `text:${id}`);
  const { value, part, show, put } = useEditedPart(text, set);

  useEffect(() => {
    const opened = field.current;
    opened?.focus();
    opened?.setSelectionRange(opened.value.length, opened.value.length);
  }, []);

  const finish = (whole: string, stay: boolean) => {
    // Closing removes the field, which fires another blur.
    if (done.current) return;
    done.current = true;
    onDone({ stay, blank: isBlank(whole) });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      finish(text, true);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      set(before.current);
      finish(before.current, true);
    }
  };

  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData('text/plain').replaceAll('\r\n', '\n');
    if (pasted.length <= PART || reading) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    put(
      value.slice(0, selectionStart) + pasted + value.slice(selectionEnd),
      selectionStart + pasted.length,
    );
  };

  const onBlur = (event: FocusEvent<HTMLElement>) => {
    const next = event.relatedTarget;
    if (event.currentTarget.contains(next)) return;
    const row = event.currentTarget.closest('.text-row');
    // A blank row is removed, with the control that has the focus.
    finish(text, isBlank(text) && row?.contains(next) === true);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears where the focus goes from the controls inside
    <div className="text-editor" onBlur={onBlur}>
      {part !== null && <PartSteps text={text} part={part} size={PART} onPart={show} />}
      <textarea
        ref={field}
        className="text-edit"
        dir="auto"
        data-testid="text-edit"
        aria-label={`Text ${number}`}
        readOnly={reading}
        value={value}
        rows={1}
        placeholder="Type a text"
        onChange={(event) => put(event.target.value, event.target.selectionEnd)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
    </div>
  );
}
