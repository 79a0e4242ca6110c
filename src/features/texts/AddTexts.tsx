import { useEffect, useEffectEvent } from 'react';
import { editWithToast } from '../../app/actions.ts';
import { useModel, useReading, useView } from '../../app/app.ts';
import { LazyDialog } from '../../app/failure/LazyDialog.tsx';
import { partCode } from '../../app/failure/LazyPart.tsx';
import { view } from '../../app/view.ts';
import type { LabelledText } from '../../corpus/tables/columns.ts';
import { plural } from '../../widgets/format.ts';
import { type Tab, withAdded, wordsFor } from './tab.ts';
import { useBatches } from './use-batches.ts';

const CODE = partCode(
  'The dialog that adds texts',
  async () => (await import('./AddTextsDialog.tsx')).AddTextsDialog,
);

/** Keeps the texts that wait to be added, also while the dialog is closed. */
export function AddTexts({
  tab,
  open,
  onOpenChange,
}: {
  /** List that gets the texts. */
  readonly tab: Tab;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const batches = useBatches();
  const reading = useReading();
  const takeIncoming = useEffectEvent((files: readonly File[]) => {
    if (files.length === 0) return;
    view.setState({ incoming: [] });
    batches.addFiles(files);
    onOpenChange(true);
  });
  const incoming = useView((state) => state.incoming);
  useEffect(() => takeIncoming(incoming), [incoming]);

  // Loaded early, because the connection may be gone when the dialog is opened.
  const ready = useModel((state) => state.status === 'ready');
  useEffect(() => {
    if (ready) CODE.load().catch(() => undefined);
  }, [ready]);

  const what = wordsFor(tab);
  const takesLabels = tab.list === 'texts';
  const add = (texts: readonly LabelledText[]): boolean => {
    const added = `Added ${plural(texts.length, 'text')} to ${what}`;
    if (!editWithToast(added, withAdded(tab, texts))) return false;
    if (takesLabels && texts.some(({ label }) => label !== undefined)) {
      view.setState({ labels: true, mapColour: 'labels' });
    }
    return true;
  };
  const onClose = () => onOpenChange(false);
  return (
    <LazyDialog
      code={CODE}
      open={open}
      onClose={onClose}
      props={{ open, what, batches, takesLabels, reading, onClose, onAdd: add }}
    />
  );
}
