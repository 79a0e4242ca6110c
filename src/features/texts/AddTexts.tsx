import { useEffect, useEffectEvent, useState } from 'react';
import { editWithToast } from '../../app/actions.ts';
import { useModel, useReading, useView } from '../../app/app.ts';
import { LazyDialog } from '../../app/failure/LazyDialog.tsx';
import { partCode } from '../../app/failure/LazyPart.tsx';
import { view } from '../../app/view.ts';
import { plural } from '../../widgets/format.ts';
import type { Incoming } from '../../workspace/chunks.ts';
import { withRoles } from '../../workspace/edits.ts';
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
  const [opened, setOpened] = useState<string | null>(null);
  const reading = useReading();
  const takeIncoming = useEffectEvent((files: readonly File[]) => {
    if (files.length === 0) return;
    setOpened(view.getState().opened);
    view.setState({ incoming: [], opened: null });
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
  const add = ({ texts, roles, chunks }: Incoming): boolean => {
    const added = `Added ${plural(texts.length, chunks === null ? 'text' : 'chunk')} to ${what}`;
    const edit = withAdded(tab, texts);
    if (!editWithToast(added, (before) => withRoles(edit(before), roles, chunks))) return false;
    setOpened(null);
    if (takesLabels && texts.some(({ label }) => label !== undefined)) {
      view.setState({ labels: true, mapColour: 'labels', mapBy: null });
    }
    return true;
  };
  const onClose = () => onOpenChange(false);
  const onReopen = () => onOpenChange(true);
  return (
    <LazyDialog
      code={CODE}
      open={open}
      onClose={onClose}
      props={{ open, tab, batches, takesLabels, reading, opened, onClose, onReopen, onAdd: add }}
    />
  );
}
