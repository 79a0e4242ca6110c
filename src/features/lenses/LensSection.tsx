import { useReading, useView, useWorkspace } from '../../app/app.ts';
import { ask } from '../../app/asks.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { createLens, FULL } from '../../app/lenses/lens-actions.ts';
import { useShownLenses } from '../../app/lenses/use-shown-lenses.ts';
import { Button } from '../../widgets/Button.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import { MOST_LENSES } from '../../workspace/lens.ts';
import { LensCard } from './LensCard.tsx';
import { nameNew } from './one-lens.ts';
import style from './style.module.css';

const ADD_VECTORS = partCode(
  'The button that adds vectors',
  async () => (await import('./AddVectors.tsx')).AddVectors,
);

/** Lenses of the workspace; at most one is open for editing. */
export function LensSection() {
  const lenses = useWorkspace((state) => state.workspace.lenses);
  const chosen = useView((state) => state.openLens);
  const closed = useView((state) => state.editorClosed);
  const shown = useShownLenses();
  // Beside a baseline, the instruction is what there is to read and to change.
  const open =
    lenses.find(({ id }) => id === chosen) ??
    shown.lenses.find((lens) => lens !== undefined && lens.instruction !== '') ??
    shown.lenses[0];
  const reading = useReading();
  const full = lenses.length >= MOST_LENSES;

  return (
    <section className={`side-section ${style.lenses}`} data-part="lenses" aria-label="Lenses">
      <div className={style.top}>
        <h2>Lenses</h2>
        <LazyPart code={ADD_VECTORS} disabled={full || reading} />
        <Button
          look="link"
          data-testid="evaluate-lenses"
          title="Score instructions on labelled texts: which is right?"
          onClick={() => ask('evaluate')}
        >
          <Icon name="chart" size={14} />
          Evaluate
        </Button>
        <Button
          look="link"
          data-testid="add-lens"
          disabled={full || reading}
          title={full ? FULL : 'A named set of instructions to look at the texts through'}
          onClick={() => nameNew(createLens())}
        >
          <Icon name="plus" size={14} />
          Add lens
        </Button>
      </div>
      <ul aria-label="Lenses">
        {lenses.map((lens) => (
          <LensCard
            key={lens.id}
            lens={lens}
            open={!closed && lens === open}
            shown={shownAs(shown, lens.id)}
          />
        ))}
      </ul>
    </section>
  );
}

/** Where the panels show a lens's results, in a word; null if they do not. */
function shownAs(
  { mode, lenses: [first, second] }: ReturnType<typeof useShownLenses>,
  id: string,
): string | null {
  const at = first.id === id ? 0 : second?.id === id ? 1 : -1;
  if (at === -1) return null;
  if (mode === 'one') return 'shown';
  return (mode === 'two' ? ['left', 'right'] : ['from', 'to'])[at]!;
}
