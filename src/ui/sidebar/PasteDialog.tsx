import { Dialog } from 'radix-ui';
import { useDeferredValue, useMemo, useState } from 'react';
import { splitPastedTexts } from '../../data/paste.ts';
import { Button } from '../shared/Button.tsx';
import { plural } from '../shared/format.ts';

export function PasteDialog({
  open,
  what,
  onClose,
  onAdd,
}: {
  readonly open: boolean;
  /** The list they go to: "group A". */
  readonly what: string;
  readonly onClose: () => void;
  readonly onAdd: (texts: readonly string[]) => void;
}) {
  const [pasted, setPasted] = useState('');
  const deferred = useDeferredValue(pasted);
  const { texts, dropped } = useMemo(() => splitPastedTexts(deferred), [deferred]);
  const count = texts.length;

  const finish = () => {
    const all = splitPastedTexts(pasted).texts;
    if (all.length > 0) onAdd(all);
    setPasted('');
    onClose();
  };

  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog">
          <Dialog.Title>Paste texts into {what}</Dialog.Title>
          <Dialog.Description>One text a line. Empty lines are left out.</Dialog.Description>
          <textarea
            data-testid="paste-field"
            aria-label="Texts, one a line"
            value={pasted}
            onChange={(event) => setPasted(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) finish();
            }}
          />
          <div className="dialog-actions">
            <p aria-live="polite">
              {count === 0 ? 'Nothing pasted yet' : plural(count, 'text')}
              {dropped > 0 && `, ${plural(dropped, 'empty line')} left out`}
            </p>
            <span className="spacer" />
            <Dialog.Close asChild>
              <Button>Cancel</Button>
            </Dialog.Close>
            <Button
              look="primary"
              data-testid="paste-confirm"
              disabled={count === 0}
              onClick={finish}
            >
              Add {count === 0 ? '' : plural(count, 'text')}
            </Button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
