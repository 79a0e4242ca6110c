import { useStore } from 'zustand';
import { app, useWorkspace } from '../../app/app.ts';
import { Button } from '../../widgets/Button.tsx';
import { Note } from '../../widgets/Note.tsx';
import { duplicateOpen, editHere, saveUnstored } from './actions.ts';
import { showWorkspaces } from './state.ts';

/** Notices about keeping workspaces: not stored, edited by another tab, not readable. */
export function WorkspaceNotices() {
  const { status, failure } = useStore(app().workspaces.saver.state);
  const { notice, blocked } = useStore(app().workspaces.session.state);
  const reading = useWorkspace((state) => state.role === 'reader');
  return (
    <>
      {blocked && (
        <Note tone="bad">
          <b>An older Facet is open in another tab</b> and holds your workspaces. Close or reload
          that tab to open them here.
        </Note>
      )}
      {status === 'failed' && (
        <Note
          tone="bad"
          action={
            <span className="note-actions">
              <Button look="primary" data-testid="save-unstored" onClick={saveUnstored}>
                Save as a file
              </Button>
              <Button onClick={() => void app().workspaces.saver.flush()}>Try again</Button>
            </span>
          }
        >
          <b>Your work is not being saved in this browser.</b> {failure} Save it as a file before
          you close the page.
        </Note>
      )}
      {/* Mounted from the start, so that its later content is read aloud. */}
      <div role="status">
        {reading && (
          <Note
            tone="warn"
            action={
              <span className="note-actions">
                <Button data-testid="edit-here" onClick={() => void editHere()}>
                  Edit here
                </Button>
                <Button onClick={() => void duplicateOpen()}>Duplicate</Button>
              </span>
            }
          >
            <b>Another tab edits this workspace.</b> This tab only shows its changes as they are
            saved.
          </Note>
        )}
      </div>
      {notice !== null && (
        <Note
          tone="warn"
          action={
            <span className="note-actions">
              <Button onClick={() => showWorkspaces()}>Workspaces…</Button>
              <Button onClick={() => app().workspaces.session.state.setState({ notice: null })}>
                OK
              </Button>
            </span>
          }
        >
          {notice}
        </Note>
      )}
    </>
  );
}
