import { useCallback } from 'react';
import { useWorkspace } from '../../app/app.ts';
import { lensName } from '../../app/lenses/LensName.tsx';
import { useDefaultPrompt } from '../../app/lenses/use-default-prompt.ts';
import type { LensWords } from '../../app/panels.ts';
import { lensNote } from './lens-note.ts';

/** Names of lenses by id, and the line of a picture that gives their instructions. */
export function useLensNames(): LensWords {
  const lenses = useWorkspace((state) => state.workspace.lenses);
  const prompt = useDefaultPrompt();
  const nameOf = useCallback(
    (id: string) => lensName(lenses.find((lens) => lens.id === id)),
    [lenses],
  );
  const noteOf = useCallback<LensWords['noteOf']>(
    (id, field = 'instruction') => {
      const lens = lenses.find((each) => each.id === id);
      return lensNote(lensName(lens), lens?.[field] || (prompt ?? ''));
    },
    [lenses, prompt],
  );
  return { nameOf, noteOf };
}
