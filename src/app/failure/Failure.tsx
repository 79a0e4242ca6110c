import { useStore } from 'zustand';
import { asSentence, messageOf } from '../../lib/errors.ts';
import { LoadError } from '../../lib/load-error.ts';
import { Button } from '../../widgets/Button.tsx';
import { Note } from '../../widgets/Note.tsx';
import { app } from '../app.ts';
import { saveWorkspace } from '../workspaces/workspace-transfer.ts';

/** Shown in place of a part of the page that failed: the cause, and what to do. */
export function Failure({
  part,
  error,
  onRetry,
}: {
  /** Name of the part as a sentence begins with it: "The map". */
  readonly part: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}) {
  const needsReload = error instanceof LoadError && error.needsReload;
  return (
    <Note
      tone="bad"
      action={
        <span className="failure-actions">
          {needsReload && <Reload />}
          <Button onClick={onRetry} data-testid="try-again">
            Try again
          </Button>
        </span>
      }
    >
      <FailureWords part={part} error={error} />
      {needsReload && <Kept />}
    </Note>
  );
}

/** The cause. */
export function FailureWords({ part, error }: { readonly part: string; readonly error: unknown }) {
  if (error instanceof LoadError) return <>{error.message}</>;
  return (
    <>
      <b>{part} stopped by an error of Facet:</b> {asSentence(messageOf(error))}
    </>
  );
}

/** Says what a reload does to the open workspace. */
export function Kept() {
  const kept = useStore(app().workspaces.saver.state, ({ status }) => status !== 'failed');
  if (kept) return <> Your workspace is saved in this browser.</>;
  return (
    <>
      {' '}
      This browser does not keep your workspace:{' '}
      <Button look="link" onClick={saveWorkspace}>
        save it as a file
      </Button>{' '}
      first.
    </>
  );
}

export function Reload({ look = 'plain' }: { readonly look?: 'plain' | 'primary' }) {
  const reload = async () => {
    const { saver } = app().workspaces;
    const { status } = saver.state.getState();
    // A failed write is reported, and its data kept.
    if (!(await saver.flush()) && status !== 'failed') return;
    location.reload();
  };
  return (
    <Button look={look} data-testid="reload" onClick={() => void reload()}>
      Reload the page
    </Button>
  );
}
