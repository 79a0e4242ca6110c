import type { WithoutVector } from '../../app/results.ts';
import { Note } from '../../widgets/Note.tsx';
import { useLensNames } from './use-names.ts';
import { withoutLines } from './without.ts';

/** Which texts have no vector of their own, why, and what follows here; nothing if all have one. */
export function WithoutNote({
  without,
  consequence,
}: {
  readonly without: readonly WithoutVector[];
  readonly consequence: string;
}) {
  const { nameOf } = useLensNames();
  if (without.length === 0) return null;
  return (
    <div className="without" data-testid="without">
      <Note tone="warn">
        {withoutLines(without, nameOf).join(' ')} {consequence}
      </Note>
    </div>
  );
}
