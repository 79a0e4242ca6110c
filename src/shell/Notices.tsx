import { useStore } from 'zustand';
import { useModel } from '../app/app.ts';
import { FailureWords, Kept, Reload } from '../app/failure/Failure.tsx';
import { problems } from '../app/failure/problems.ts';
import { workspaceTransfer } from '../app/workspace-transfer.ts';
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

/** Notices for the whole page: a model that does not run, a lost device. */
export function Notices() {
  const status = useModel((state) => state.status);
  const error = useModel((state) => state.error);
  const notice = useModel((state) => state.notice);
  const load = useModel((state) => state.load);
  const dismiss = useModel((state) => state.dismissNotice);
  const notOpened = useStore(workspaceTransfer, (state) => state.problem);
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
      {notOpened !== null && (
        <Note
          tone="bad"
          action={<Button onClick={() => workspaceTransfer.setState({ problem: null })}>OK</Button>}
        >
          {notOpened}
        </Note>
      )}
      <WorkspaceNotices />
    </div>
  );
}
