import { Dialog } from 'radix-ui';
import { useStore } from 'zustand';
import { lazyModule } from '../../loading/lazy-module.ts';
import { FailureDialog } from '../failure/FailureDialog.tsx';
import { DialogPart } from '../failure/Part.tsx';
import { useLazy } from '../failure/use-lazy.ts';
import { palette } from './state.ts';

const PART = 'The list of commands';
const loadPalette = lazyModule(PART, () => import('./Palette.tsx'));
const close = () => palette.setState({ open: null });

/** The palette, fetched when it is first opened. */
export function LazyPalette() {
  const open = useStore(palette, (state) => state.open !== null);
  if (!open) return null;
  return (
    <DialogPart name={PART} onClose={close}>
      <Fetched />
    </DialogPart>
  );
}

function Fetched() {
  const { module, error, slow, retry } = useLazy(loadPalette);
  if (module !== null) return <module.default />;
  if (error !== null) {
    return <FailureDialog part={PART} error={error} onRetry={retry} onClose={close} />;
  }
  if (!slow) return null;
  return (
    <Dialog.Root open onOpenChange={close}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title>{PART} is loading…</Dialog.Title>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
