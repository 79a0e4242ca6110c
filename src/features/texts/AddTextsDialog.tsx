import * as Dialog from 'radix-ui/dialog';
import { type ClipboardEvent, useDeferredValue, useMemo, useRef, useState } from 'react';
import { app } from '../../app/app.ts';
import { isPressed } from '../../app/commands/keys.ts';
import { showToast } from '../../app/toast.ts';
import { splitPastedTexts } from '../../corpus/paste.ts';
import { looksLikeCells } from '../../corpus/tables/cells.ts';
import { TEXT_FILES } from '../../corpus/text-files.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { keepOpenForToast } from '../../widgets/keep-open.ts';
import { Note } from '../../widgets/Note.tsx';
import { useReturnFocus } from '../../widgets/use-return-focus.ts';
import { besideChunks, type Incoming, toChunks } from '../../workspace/chunks.ts';
import { BatchList } from './BatchList.tsx';
import { ADD } from './keys.ts';
import { LongTexts } from './LongTexts.tsx';
import { type Tab, wordsFor } from './tab.ts';
import type { Batches } from './use-batches.ts';
import { useChunking } from './use-chunking.ts';

/**
 * Characters beyond which a paste stays out of the field: laying out its lines would hold up the
 * page.
 */
const FIELD_LIMIT = 20_000;

/** Adds many texts, typed, pasted or from files, and counts them beforehand. */
export function AddTextsDialog({
  open,
  tab,
  batches,
  takesLabels,
  reading,
  opened,
  onClose,
  onReopen,
  onAdd,
}: {
  readonly open: boolean;
  /** List that gets the texts. */
  readonly tab: Tab;
  readonly batches: Batches;
  /** Whether the list keeps labels. */
  readonly takesLabels: boolean;
  /** Whether another tab writes the workspace: then nothing can be added. */
  readonly reading: boolean;
  /** Name of a file that was opened as if it were a workspace; null for none. */
  readonly opened: string | null;
  readonly onClose: () => void;
  readonly onReopen: () => void;
  /** Returns whether the texts were added. */
  readonly onAdd: (incoming: Incoming) => boolean;
}) {
  const [typed, setTyped] = useState('');
  const deferred = useDeferredValue(typed);
  const parsed = useMemo(() => splitPastedTexts(deferred), [deferred]);
  const input = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const count = parsed.texts.length + batches.items.length;
  const emptyLines = parsed.dropped + batches.emptyLines;
  const what = wordsFor(tab);
  const texts = useMemo(
    () => [...parsed.texts.map((text) => ({ text })), ...batches.items],
    [parsed, batches.items],
  );
  const chunking = useChunking(texts, tab.instruction, open);
  const { on, cut } = chunking;
  const isCutting = on && (cut === null || typed !== deferred);
  const unit = on && cut !== null ? plural(cut.chunks, 'chunk') : plural(count, 'text');

  const finish = () => {
    const all = [...splitPastedTexts(typed).texts.map((text) => ({ text })), ...batches.items];
    if (all.length === 0 || batches.reading || reading || isCutting) return;
    onClose();
    // Adding thousands of texts and closing the dialog in one task would hold up the page.
    setTimeout(() => {
      const { workspace } = app().workspace.getState();
      const { roles } = batches;
      const incoming =
        on && cut !== null
          ? toChunks(workspace, tab.list, { texts, roles }, cut.places)
          : besideChunks(workspace, all, roles);
      if (!onAdd(incoming)) return;
      setTyped('');
      batches.clear();
      chunking.reset();
    });
  };

  /** Closing keeps what was put in, for an Escape too many; "Cancel" gives it up, and can be undone. */
  const cancel = () => {
    const before = batches.all.filter(({ source }) => source !== null);
    onClose();
    if (typed === '' && batches.all.length === 0) return;
    setTyped('');
    batches.clear();
    showToast('Left out what you put in', () => {
      setTyped(typed);
      batches.restore(before);
      onReopen();
    });
  };

  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const { files } = event.clipboardData;
    const text = event.clipboardData.getData('text/plain');
    if (files.length > 0 && text === '') batches.addFiles([...files]);
    else if (isSheet(event.clipboardData, text)) batches.addText('Pasted cells', text, true);
    else if (text.length > FIELD_LIMIT) batches.addText('Clipboard', text, false);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="dialog"
          data-files={batches.all.length > 0 || undefined}
          onPointerDownOutside={keepOpenForToast}
          onCloseAutoFocus={useReturnFocus(open)}
        >
          <Dialog.Title>Add texts to {what}</Dialog.Title>
          <Dialog.Description>
            One text a line, pasted here or from files and folders, which can also be dropped: text
            (.txt, .md), or tables (.csv, .tsv, .json, .jsonl, .parquet)
            {takesLabels && ' with columns of labels'}, packed as .gz or not. You can also paste
            cells of a spreadsheet.
          </Dialog.Description>
          {opened !== null && batches.all.length > 0 && (
            <Note tone="plain">
              <bdi>{opened}</bdi> holds texts and is no workspace: here you can add its texts to{' '}
              {what} of the open workspace.
            </Note>
          )}
          <textarea
            data-testid="paste-field"
            aria-label="Texts, one per line"
            placeholder="Type or paste, one text per line"
            dir="auto"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onPaste={onPaste}
            onKeyDown={(event) => {
              if (isPressed(ADD.keys[0], event)) finish();
            }}
          />
          {batches.all.length > 0 && <BatchList batches={batches} takesLabels={takesLabels} />}
          {count > 0 && (on || batches.items.length > 0 || (cut?.long ?? 0) > 0) && (
            <LongTexts chunking={chunking} count={texts.length} />
          )}
          {reading && (
            <Note tone="warn">
              Another tab edits this workspace: choose “Edit here” to add these. They stay in this
              dialog.
            </Note>
          )}
          <div className="dialog-actions">
            <Button onClick={() => input.current?.click()}>Choose a file…</Button>
            <Button onClick={() => folder.current?.click()}>Choose a folder…</Button>
            <input
              ref={folder}
              type="file"
              hidden
              // React knows no such attribute.
              {...{ webkitdirectory: '' }}
              data-testid="folder-input"
              onChange={(event) => {
                batches.addFiles([...(event.target.files ?? [])]);
                event.target.value = '';
              }}
            />
            {parsed.texts.length > 0 && (
              <Button
                data-testid="as-table"
                onClick={() => {
                  batches.addText('Typed table', typed, true);
                  setTyped('');
                }}
              >
                Read as a table
              </Button>
            )}
            <input
              ref={input}
              type="file"
              hidden
              multiple
              accept={TEXT_FILES}
              data-testid="file-input"
              onChange={(event) => {
                batches.addFiles([...(event.target.files ?? [])]);
                // Lets the same file be chosen again after it was changed or removed.
                event.target.value = '';
              }}
            />
            <p aria-live="polite" data-testid="paste-count">
              {count === 0 ? 'No texts yet' : plural(count, 'text')}
              {emptyLines > 0 && `, ${plural(emptyLines, 'empty line')} left out`}
              {batches.emptyRows > 0 &&
                `, ${plural(batches.emptyRows, 'row')} without text left out`}
            </p>
            <span className="spacer" />
            <Button onClick={cancel}>Cancel</Button>
            <Button
              look="primary"
              data-testid="paste-confirm"
              disabled={count === 0 || batches.reading || reading || isCutting}
              onClick={finish}
            >
              Add {count === 0 ? '' : unit}
            </Button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Whether a paste holds cells: it looks like cells, or a spreadsheet put a table beside the text. */
function isSheet(data: DataTransfer, text: string): boolean {
  if (looksLikeCells(text)) return true;
  // A single column of cells without breaks reads as lines.
  return /[\t"]/.test(text) && /<table\b/i.test(data.getData('text/html'));
}
