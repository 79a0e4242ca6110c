import { Button } from '../../widgets/Button.tsx';
import { Note } from '../../widgets/Note.tsx';
import type { MapResult } from './result.ts';
import { earlierWords } from './words.ts';

/** Says that texts were placed on an earlier map, and offers to lay all of them out. */
export function EarlierNote({
  result,
  onLayOut,
}: {
  readonly result: MapResult;
  readonly onLayOut: () => void;
}) {
  const words = earlierWords(result);
  if (words === null) return null;
  return (
    <div className="without" data-testid="on-earlier">
      <Note tone="plain" action={<Button onClick={onLayOut}>Lay out anew</Button>}>
        {words}
      </Note>
    </div>
  );
}
