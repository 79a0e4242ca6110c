import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { app, useWorkspace } from '../../app/app.ts';
import type { Library } from '../../app/workspaces/library.ts';
import type { StoredRecord, WorkspaceEntry } from '../../app/workspaces/types.ts';
import { runningModel, saveWorkspaceText } from '../../app/workspaces/workspace-transfer.ts';
import { messageOf } from '../../lib/errors.ts';
import { isolated } from '../../lib/isolate.ts';
import { Button } from '../../widgets/Button.tsx';
import { IconButton } from '../../widgets/IconButton.tsx';
import { openListed } from './actions.ts';
import { list } from './state.ts';
import style from './style.module.css';
import { factsOf } from './words.ts';

/** A workspace of the list, with its actions. */
export function WorkspaceRow({
  entry,
  now,
  elsewhere,
  onProblem,
  onRemoved,
  onClose,
}: {
  readonly entry: WorkspaceEntry;
  /** Current time in ms since 1970. */
  readonly now: number;
  /** Whether another tab edits the workspace. */
  readonly elsewhere: boolean;
  readonly onProblem: (problem: string | null) => void;
  readonly onRemoved: (record: StoredRecord) => void;
  readonly onClose: () => void;
}) {
  const { id, name, problem } = entry;
  const isOpen = useWorkspace((state) => state.id === id);
  const renaming = useStore(list, (state) => state.renaming === id);
  const rename = useRef<HTMLButtonElement>(null);
  const act = async (action: (library: Library) => Promise<unknown>) => {
    onProblem(null);
    await app()
      .workspaces.library()
      .then(action)
      .catch((error: unknown) => onProblem(messageOf(error)));
  };
  const where = isOpen ? 'open here' : elsewhere ? 'open in another tab' : null;
  return (
    <li
      className={style.row}
      data-testid="workspace-row"
      data-chosen={isOpen || undefined}
      data-bad={problem !== null || undefined}
    >
      <div className={style.what}>
        {renaming ? (
          <NameField
            name={name}
            onDone={(wanted) => {
              const { forName } = list.getState();
              list.setState({ renaming: null, forName: false });
              if (forName) onClose();
              // The field disappears, so the focus returns to its button.
              else setTimeout(() => rename.current?.focus());
              if (wanted !== null) void act((library) => library.rename(id, wanted));
            }}
          />
        ) : (
          <button
            type="button"
            className={style.open}
            aria-label={`Open ${isolated(name)}`}
            aria-current={isOpen || undefined}
            disabled={problem !== null}
            onClick={() => {
              onClose();
              if (!isOpen) void openListed(id);
            }}
          >
            <bdi className="ellipsis">{name}</bdi>
            {where !== null && <small>{where}</small>}
          </button>
        )}
        <p>{factsOf(entry, now)}</p>
      </div>
      <div className={style.tools}>
        {problem === null && (
          <>
            <IconButton
              ref={rename}
              icon="pen"
              label={`Rename ${isolated(name)}`}
              onClick={() => list.setState({ renaming: id })}
            />
            <IconButton
              icon="copy"
              label={`Duplicate ${isolated(name)}`}
              onClick={() => void act((library) => library.duplicate(id))}
            />
          </>
        )}
        <IconButton
          icon="save"
          label={`Save ${isolated(name)} as a file`}
          onClick={() =>
            void act(async (library) => {
              const file = await library.file(id, runningModel());
              saveWorkspaceText(file.name, file.text);
            })
          }
        />
        <IconButton
          icon="trash"
          label={`Delete ${isolated(name)}`}
          onClick={() => void act(async (library) => onRemoved(await library.remove(id)))}
        />
      </div>
    </li>
  );
}

function NameField({
  name,
  onDone,
}: {
  readonly name: string;
  /** Called with the new name, or null to keep the old one. */
  readonly onDone: (name: string | null) => void;
}) {
  const [typed, setTyped] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => {
    // Runs after the dialog has taken the focus.
    const timer = setTimeout(() => field.current?.select());
    return () => clearTimeout(timer);
  }, []);
  const end = (wanted: string | null) => {
    if (done.current) return;
    done.current = true;
    onDone(wanted);
  };
  return (
    <input
      ref={field}
      className="field workspace-name"
      data-testid="workspace-name"
      aria-label={`Name of ${isolated(name)}`}
      value={typed}
      maxLength={80}
      dir="auto"
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => end(typed)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') end(typed);
        else if (event.key === 'Escape') end(null);
      }}
    />
  );
}

/** Replaces a deleted workspace while the list is open. */
export function RemovedRow({
  name,
  onUndo,
}: {
  readonly name: string;
  readonly onUndo: () => void;
}) {
  const row = useRef<HTMLLIElement>(null);
  // The focused button has disappeared.
  useEffect(() => row.current?.querySelector('button')?.focus(), []);
  return (
    <li ref={row} className={style.row} data-removed="">
      <p role="status">
        Deleted “<bdi>{name}</bdi>”
      </p>
      <Button look="link" onClick={onUndo}>
        Undo
      </Button>
    </li>
  );
}
