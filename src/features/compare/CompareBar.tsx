import { app, useWorkspace } from '../../app/app.ts';
import { lensName } from '../../app/lenses/LensName.tsx';
import { compareWithCopy } from '../../app/lenses/lens-actions.ts';
import { offeredLenses } from '../../app/lenses/shown-lenses.ts';
import { useShownLenses } from '../../app/lenses/use-shown-lenses.ts';
import { view } from '../../app/view.ts';
import { Button } from '../../widgets/Button.tsx';
import { IconButton } from '../../widgets/IconButton.tsx';
import { Segmented } from '../../widgets/Segmented.tsx';
import { changeLens } from '../../workspace/lens-edits.ts';
import { LensPicker } from './LensPicker.tsx';
import style from './style.module.css';

/** Chooses for all panels the shown lens, or the two to compare and how. */
export function CompareBar() {
  const lenses = useWorkspace((state) => state.workspace.lenses);
  const { mode, lenses: chosen } = useShownLenses();
  const [first, second] = chosen;
  const offered = offeredLenses({ lenses });
  const show = (one: string, other: string | undefined) =>
    view.setState({
      first: one,
      // With a single lens, the editor opens the one that is shown.
      ...(other === undefined ? { openLens: null } : { second: other }),
    });

  if (offered.length < 2) {
    const off = lenses.find((lens) => !lens.on && lens.id !== first.id);
    return (
      <section className={style.bar} data-part="compare" aria-label="What the panels show">
        <LensPicker
          label="Lens"
          value={first}
          options={offered}
          onChange={(id) => show(id, undefined)}
        />
        {off === undefined ? (
          <Button onClick={() => compareWithCopy(first.id)}>Compare with another lens</Button>
        ) : (
          <Button
            onClick={() => {
              app()
                .workspace.getState()
                .edit('Switch lens on', (current) => changeLens(current, off.id, { on: true }));
              view.setState({ mode: 'two', first: first.id, second: off.id });
            }}
          >
            Compare with “{lensName(off)}”
          </Button>
        )}
      </section>
    );
  }

  return (
    <section className={style.bar} data-part="compare" aria-label="What the panels show">
      <Segmented
        label="View"
        value={mode}
        options={[
          ['one', 'One lens'],
          ['two', 'Side by side'],
          ['difference', 'Difference'],
        ]}
        onChange={(next) => view.setState({ mode: next })}
      />
      <LensPicker
        label={mode === 'one' ? 'Lens' : mode === 'two' ? 'Left lens' : 'From lens'}
        value={first}
        options={offered}
        onChange={(id) => show(id, id === second?.id ? first.id : second?.id)}
      />
      {second !== undefined && (
        <>
          <IconButton
            icon={mode === 'two' ? 'swap' : 'arrow'}
            label="Swap the lenses"
            onClick={() => show(second.id, first.id)}
          />
          <LensPicker
            label={mode === 'two' ? 'Right lens' : 'To lens'}
            value={second}
            options={offered}
            onChange={(id) => show(id === first.id ? second.id : first.id, id)}
          />
        </>
      )}
    </section>
  );
}
