import { listLenses } from '../../app/lenses/shown-lenses.ts';
import { useShownLenses } from '../../app/lenses/use-shown-lenses.ts';
import type { WithoutVector } from '../../app/results.ts';
import { useNoRoom } from '../../app/storage/no-room.ts';
import { Note } from '../../widgets/Note.tsx';
import type { InstructionField } from '../../workspace/lens.ts';
import { useLensNames } from './use-names.ts';
import { withoutLines } from './without.ts';

/** Which texts have no vector of their own, why, and what follows here; also instructions that leave no room for texts. */
export function WithoutNote({
  without,
  consequence,
  fields = ['instruction'],
}: {
  readonly without: readonly WithoutVector[];
  readonly consequence: string;
  /** Under which of a lens's instructions the texts are embedded. */
  readonly fields?: readonly InstructionField[];
}) {
  const { nameOf } = useLensNames();
  const full = useNoRoom(listLenses(useShownLenses()), fields);
  if (without.length === 0 && full.length === 0) return null;
  return (
    <div className="without" data-testid="without">
      {full.length > 0 && (
        <Note tone="warn">
          The instruction of {full.map(nameOf).join(' and of ')} fills the model’s limit: nothing of
          a text is read, and figures under it say nothing of the texts. Shorten it.
        </Note>
      )}
      {without.length > 0 && (
        <Note tone="warn">
          {withoutLines(without, nameOf).join(' ')} {consequence}
        </Note>
      )}
    </div>
  );
}
