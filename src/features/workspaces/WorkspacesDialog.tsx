import * as Dialog from 'radix-ui/dialog';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { openEmpty } from '../../app/actions.ts';
import { app, useCatalogue } from '../../app/app.ts';
import { showToast } from '../../app/toast.ts';
import type { StoredRecord } from '../../app/workspaces/types.ts';
import { isolated } from '../../lib/isolate.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { keepOpenForToast } from '../../widgets/keep-open.ts';
import { Note } from '../../widgets/Note.tsx';
import { useReturnFocus } from '../../widgets/use-return-focus.ts';
import { restoreAll } from './actions.ts';
import { list } from './state.ts';
import style from './style.module.css';
import { RemovedRow, WorkspaceRow } from './WorkspaceRow.tsx';

/** Most workspaces that need no search. */
const FEW = 7;

/** All workspaces of this browser: open, rename, duplicate, delete, save as a file. */
export default function WorkspacesDialog() {
  const open = useStore(list, (state) => state.open);
  const [removed, setRemoved] = useState<readonly StoredRecord[]>([]);
  const close = () => {
    list.setState({ open: false, renaming: null });
    if (removed.length === 0) return;
    const [only] = removed;
    const what =
      removed.length === 1
        ? `“${isolated(only?.entry.name ?? '')}”`
        : plural(removed.length, 'workspace');
    showToast(`Deleted ${what}`, () => void restoreAll(removed));
    setRemoved([]);
  };
  const undo = (record: StoredRecord) => {
    void restoreAll([record]);
    setRemoved(removed.filter((each) => each !== record));
  };
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className={`dialog ${style.dialog}`}
          aria-describedby={undefined}
          data-testid="workspaces"
          onPointerDownOutside={keepOpenForToast}
          onCloseAutoFocus={useReturnFocus(open)}
          onKeyDown={(event) => {
            const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
            const last = removed.at(-1);
            if (!isUndo || event.shiftKey || last === undefined) return;
            if (event.target instanceof Element && event.target.matches('input')) return;
            event.preventDefault();
            undo(last);
          }}
          onEscapeKeyDown={(event) => {
            // In the name field, Escape reverts what was typed.
            if (event.target instanceof Element && event.target.matches('.workspace-name')) {
              event.preventDefault();
            }
          }}
        >
          <div className="models-head">
            <Dialog.Title>Workspaces in this browser</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton icon="close" label="Close" />
            </Dialog.Close>
          </div>
          <List removed={removed} onRemoved={setRemoved} onUndo={undo} onClose={close} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function List({
  removed,
  onRemoved,
  onUndo,
  onClose,
}: {
  readonly removed: readonly StoredRecord[];
  readonly onRemoved: (removed: readonly StoredRecord[]) => void;
  readonly onUndo: (record: StoredRecord) => void;
  readonly onClose: () => void;
}) {
  const entries = useCatalogue((state) => state.entries);
  const [query, setQuery] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [now] = useState(() => Date.now());
  const elsewhere = useElsewhere();
  const words = query.toLowerCase().trim();
  const shown = entries.filter(({ name }) => name.toLowerCase().includes(words));
  const rows = [
    ...shown.map((entry) => ({ entry, record: null })),
    ...removed
      .filter(({ entry }) => !entries.some(({ id }) => id === entry.id))
      .map((record) => ({ entry: record.entry, record })),
  ].sort((a, b) => b.entry.changedAt - a.entry.changedAt);
  return (
    <>
      <div className={style.head}>
        {entries.length > FEW ? (
          <input
            type="search"
            className="field"
            aria-label="Search workspaces by name"
            placeholder="Search by name"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        ) : (
          <p>Kept on this device. The latest change comes first.</p>
        )}
        <Button
          onClick={() => {
            onClose();
            openEmpty();
          }}
        >
          New
        </Button>
      </div>
      {problem !== null && <Note tone="bad">{problem}</Note>}
      <ul className={style.list} aria-label="Workspaces">
        {rows.map(({ entry, record }) =>
          record === null ? (
            <WorkspaceRow
              key={entry.id}
              entry={entry}
              now={now}
              elsewhere={elsewhere.has(entry.id)}
              onProblem={setProblem}
              onRemoved={(gone) => onRemoved([...removed, gone])}
              onClose={onClose}
            />
          ) : (
            <RemovedRow key={entry.id} name={entry.name} onUndo={() => onUndo(record)} />
          ),
        )}
      </ul>
      {rows.length === 0 && (
        <p role="status">
          No workspace has “<bdi>{query}</bdi>” in its name.
        </p>
      )}
    </>
  );
}

/** Ids of the workspaces that other tabs edit. */
function useElsewhere(): ReadonlySet<string> {
  const entries = useCatalogue((state) => state.entries);
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    let shown = true;
    void app()
      .workspaces.writing.elsewhere()
      .then((found) => {
        if (shown) setIds(new Set(entries.map(({ id }) => id).filter((id) => found.has(id))));
      });
    return () => {
      shown = false;
    };
  }, [entries]);
  return ids;
}
