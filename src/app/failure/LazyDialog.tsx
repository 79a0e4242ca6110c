import * as Dialog from 'radix-ui/dialog';
import { useEffect } from 'react';
import { useLazy } from '../../widgets/use-lazy.ts';
import { useOnce } from '../../widgets/use-once.ts';
import { FailureDialog } from './FailureDialog.tsx';
import type { PartCode } from './LazyPart.tsx';
import { DialogPart } from './Part.tsx';

interface LazyDialogProps<Props> {
  readonly code: PartCode<Props>;
  readonly open: boolean;
  readonly onClose: () => void;
  /** Props of the dialog itself. */
  readonly props: Props;
}

/**
 * Fetches a dialog when it is first opened, and keeps it mounted from then on, to close as dialogs do. Until it comes,
 * another dialog says that it is on its way, or why it can't be had; opening it again tries again.
 */
export function LazyDialog<Props extends object>(all: LazyDialogProps<Props>) {
  if (!useOnce(all.open)) return null;
  return (
    <DialogPart name={all.code.name} onClose={all.onClose}>
      <Fetched {...all} />
    </DialogPart>
  );
}

function Fetched<Props extends object>({ code, open, onClose, props }: LazyDialogProps<Props>) {
  const { name } = code;
  const { module: Content, error, slow, retry } = useLazy(code.load);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening tries once
  useEffect(() => {
    if (open && error !== null) retry();
  }, [open]);
  if (Content !== null) return <Content {...props} />;
  if (!open) return null;
  if (error !== null) {
    return <FailureDialog part={name} error={error} onRetry={retry} onClose={onClose} />;
  }
  if (!slow) return null;
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title>{name} is loading…</Dialog.Title>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
