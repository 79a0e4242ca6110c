import { app, useStorage } from '../../app/app.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { Note } from '../../widgets/Note.tsx';

/** Vectors that the disk does not take: what it means, and what to do. */
export function StorageNotices() {
  const keeping = useStorage((state) => state.keeping);
  const closed = useStorage((state) => state.closed);
  if (keeping.state === 'kept' || closed) return null;
  return (
    <Note
      tone="warn"
      action={
        <span className="note-actions" data-testid="not-kept">
          <Button onClick={() => app().storage.show()}>Storage…</Button>
          <Button onClick={() => void app().storage.keepAgain()}>Try again</Button>
          <Button onClick={() => app().storage.state.setState({ closed: true })}>OK</Button>
        </span>
      }
    >
      <b>{plural(keeping.waiting, 'vector')} could not be kept in this browser.</b> They are in
      memory, and everything works; a reload would embed them again. {keeping.message}
    </Note>
  );
}
