import { useStore } from 'zustand';
import { useModel } from '../state/app.ts';
import { Button } from './shared/Button.tsx';
import { Note } from './shared/Note.tsx';
import { transfer } from './workspace-transfer.ts';
import { WorkspaceNotices } from './workspaces/WorkspaceNotices.tsx';

/** What concerns the whole page: a model that does not run, a device that was lost. */
export function Notices() {
  const status = useModel((state) => state.status);
  const error = useModel((state) => state.error);
  const notice = useModel((state) => state.notice);
  const load = useModel((state) => state.load);
  const dismiss = useModel((state) => state.dismissNotice);
  const notOpened = useStore(transfer, (state) => state.problem);
  return (
    <div className="notices">
      {status === 'failed' && (
        <Note tone="bad" action={<Button onClick={() => void load()}>Load again</Button>}>
          <b>No model is running.</b> {error} Another device can be chosen on the left.
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
          action={<Button onClick={() => transfer.setState({ problem: null })}>OK</Button>}
        >
          {notOpened}
        </Note>
      )}
      <WorkspaceNotices />
    </div>
  );
}
