import { useState } from 'react';
import { useStore } from 'zustand';
import { app, useModel, useOffline, useWorkspace } from '../app/app.ts';
import { FailureWords, Kept, Reload } from '../app/failure/Failure.tsx';
import { problems } from '../app/failure/problems.ts';
import { workspaceTransfer } from '../app/workspaces/workspace-transfer.ts';
import { StorageNotices } from '../features/storage/StorageNotices.tsx';
import { WorkspaceNotices } from '../features/workspaces/WorkspaceNotices.tsx';
import { LoadError } from '../lib/load-error.ts';
import { Button } from '../widgets/Button.tsx';
import { Note } from '../widgets/Note.tsx';

function Uncaught({ error }: { readonly error: unknown }) {
  const needsReload = error instanceof LoadError && error.needsReload;
  return (
    <Note
      tone="bad"
      action={
        <span className="failure-actions">
          {needsReload && <Reload />}
          <Button onClick={() => problems.setState({ error: null })}>OK</Button>
        </span>
      }
    >
      <FailureWords part="What was just done" error={error} />
      {needsReload && <Kept />}
    </Note>
  );
}

/** Announces a new version; the user says when it begins. */
function NewVersion() {
  const update = useOffline((state) => state.update);
  const [later, setLater] = useState(false);
  if (!update || later) return null;
  return (
    <Note
      tone="plain"
      action={
        <span className="failure-actions">
          <Button onClick={() => setLater(true)}>Later</Button>
          <Button
            look="primary"
            data-testid="update"
            onClick={() =>
              void app()
                .offline.client()
                .then((client) => client.update())
            }
          >
            Reload
          </Button>
        </span>
      }
    >
      <b>A new version of Facet is stored.</b> Reload when you like: your workspace is kept. Until
      then this one stays.
    </Note>
  );
}

/** Notices for the whole page: a model that does not run, a lost device. */
export function Notices() {
  const status = useModel((state) => state.status);
  const error = useModel((state) => state.error);
  const notice = useModel((state) => state.notice);
  const load = useModel((state) => state.load);
  const dismiss = useModel((state) => state.dismissNotice);
  const open = useWorkspace((state) => state.id);
  const problem = useStore(workspaceTransfer, (state) => state.problem);
  const notOpened = problem?.open === open ? problem.reason : null;
  const note = useStore(workspaceTransfer, (state) => state.note);
  const uncaught = useStore(problems, (state) => state.error);
  return (
    <div className="notices">
      {uncaught !== null && <Uncaught error={uncaught} />}
      {status === 'failed' && (
        <Note tone="bad" action={<Button onClick={() => void load()}>Load again</Button>}>
          <b>No model is running.</b> {error} Choose another device on the left.
        </Note>
      )}
      {notice !== null && (
        <Note tone="warn" action={<Button onClick={dismiss}>OK</Button>}>
          {notice}
        </Note>
      )}
      {note !== null && (
        <Note
          tone="warn"
          action={<Button onClick={() => workspaceTransfer.setState({ note: null })}>OK</Button>}
        >
          {note}
        </Note>
      )}
      {notOpened !== null && (
        <Note
          tone="bad"
          action={<Button onClick={() => workspaceTransfer.setState({ problem: null })}>OK</Button>}
        >
          {notOpened}
        </Note>
      )}
      <NewVersion />
      <StorageNotices />
      <WorkspaceNotices />
    </div>
  );
}
