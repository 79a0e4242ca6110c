import { Button } from '../../widgets/Button.tsx';
import { Note } from '../../widgets/Note.tsx';
import { preferences } from '../preferences.ts';

/** Says that “Work offline” is on and what it stops, with the way out. */
export function OfflineNote({ stops }: { /** "no store is asked" */ readonly stops: string }) {
  return (
    <Note
      tone="warn"
      action={
        <Button onClick={() => preferences.setState({ offline: false })}>
          Turn off “Work offline”
        </Button>
      }
    >
      “Work offline” is on: {stops}.
    </Note>
  );
}
