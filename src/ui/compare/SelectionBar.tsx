import { useStore } from 'zustand';
import { removeTexts } from '../../state/edits.ts';
import { showToast } from '../../state/toast.ts';
import { clearPin, highlight } from '../../state/view.ts';
import { editWithToast } from '../actions.ts';
import { Button } from '../shared/Button.tsx';
import { plural } from '../shared/format.ts';

/** How many texts are selected, in all panels alike, and what can be done with them. */
export function SelectionBar() {
  const pinned = useStore(highlight, (state) => state.pinned);
  if (pinned.length === 0) return null;
  const count = plural(pinned.length, 'text');
  return (
    <section className="selection" aria-label="Selection" data-testid="selection">
      <b aria-live="polite">{count} selected</b>
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
