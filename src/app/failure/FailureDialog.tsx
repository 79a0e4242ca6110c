import * as Dialog from 'radix-ui/dialog';
import { Button } from '../../widgets/Button.tsx';
import { Failure } from './Failure.tsx';

/** Shown in place of a dialog that failed. */
export function FailureDialog({
  part,
  error,
  onRetry,
  onClose,
}: {
  readonly part: string;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly onClose: () => void;
}) {
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="dialog"
          aria-describedby={undefined}
          data-testid="failure-dialog"
        >
          <Dialog.Title>{part}</Dialog.Title>
          <Failure part={part} error={error} onRetry={onRetry} />
          <div className="dialog-actions">
            <span className="spacer" />
            <Dialog.Close asChild>
              <Button>Close</Button>
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
