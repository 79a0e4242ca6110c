import { useCallback } from 'react';
import { useWorkspace } from '../../app/app.ts';
import { lensName } from '../../app/LensName.tsx';
import type { Lens } from '../../workspace/lens.ts';
import { useDefaultPrompt } from '../lenses/use-default-prompt.ts';
import type { NameOf } from './tables.ts';

/** Names of lenses by their ids, and how a picture says what a lens asks for. */
export function useLensNames(): {
  readonly nameOf: NameOf;
  /** "Topic: Represent the message for …" */
  readonly noteOf: (
    id: string,
    field?: keyof Pick<Lens, 'instruction' | 'queryInstruction'>,
  ) => string;
} {
  const lenses = useWorkspace((state) => state.workspace.lenses);
  const prompt = useDefaultPrompt();
  const nameOf = useCallback(
    (id: string) => lensName(lenses.find((lens) => lens.id === id)),
    [lenses],
  );
  const noteOf = useCallback(
    (id: string, field: 'instruction' | 'queryInstruction' = 'instruction') => {
      const lens = lenses.find((each) => each.id === id);
      return `${lensName(lens)}: “${lens?.[field] || (prompt ?? '')}”`;
    },
    [lenses, prompt],
  );
  return { nameOf, noteOf };
}
