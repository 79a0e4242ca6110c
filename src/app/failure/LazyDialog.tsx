import { Dialog } from 'radix-ui';
import type { ComponentType } from 'react';
import type { LazyModule } from '../../loading/lazy-module.ts';
import { useLazy } from '../../widgets/use-lazy.ts';
import { FailureDialog } from './FailureDialog.tsx';
import { DialogPart } from './Part.tsx';

interface LazyDialogProps {
  /** As a sentence begins with it: "The list of commands". */
  readonly name: string;
  readonly load: LazyModule<{ readonly default: ComponentType }>;
  readonly onClose: () => void;
}

/** A dialog that is fetched when it is first opened; while it is, and where it can't be, another says so. */
export function LazyDialog(props: LazyDialogProps) {
  return (
    <DialogPart name={props.name} onClose={props.onClose}>
      <Fetched {...props} />
    </DialogPart>
  );
}

function Fetched({ name, load, onClose }: LazyDialogProps) {
  const { module, error, slow, retry } = useLazy(load);
  if (module !== null) return <module.default />;
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
