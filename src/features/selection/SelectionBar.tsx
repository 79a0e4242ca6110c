import { useStore } from 'zustand';
import { editWithToast } from '../../app/actions.ts';
import { useReading, useView } from '../../app/app.ts';
import { showToast } from '../../app/toast.ts';
import { clearPin, highlight, view } from '../../app/view.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { removeTexts } from '../../workspace/edits.ts';
import style from './bar.module.css';

/** Number of selected texts, which all panels share, with actions on them. */
export function SelectionBar() {
  const pinned = useStore(highlight, (state) => state.pinned);
  const listed = useView((state) => state.selecting);
  const reading = useReading();
  if (pinned.length === 0) return null;
  const count = plural(pinned.length, 'text');
  return (
    <section
      className={style.selection}
      aria-label="Actions on the selected texts"
      data-testid="selection"
    >
      <b aria-live="polite">{count} selected</b>
      <Button
        look="link"
        data-testid="list-selection"
        aria-expanded={listed}
        title="List, label, compare and export them, and find more like them"
        onClick={() => view.setState({ selecting: !listed })}
      >
        {listed ? 'Hide list' : 'List…'}
      </Button>
      <Button
        look="link"
        onClick={() =>
          void navigator.clipboard.writeText(pinned.join('\n')).then(
            () => showToast(`Copied ${count}`),
            () => showToast('The browser did not allow copying.'),
          )
        }
      >
        Copy
      </Button>
      <Button
        look="link"
        disabled={reading}
        onClick={() => {
          editWithToast(`Removed ${count}`, (current) => removeTexts(current, pinned));
          clearPin();
        }}
      >
        Remove
      </Button>
      <Button look="link" onClick={clearPin}>
        Clear
      </Button>
    </section>
  );
}
