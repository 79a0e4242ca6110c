import * as Dialog from 'radix-ui/dialog';
import { type ReactNode, useRef } from 'react';
import { useView } from '../app/app.ts';
import { view } from '../app/view.ts';
import { IconButton } from '../widgets/IconButton.tsx';

/** Left side of a narrow screen, over the page. It holds the focus until it closes. */
export function Drawer({ children }: { readonly children: ReactNode }) {
  const open = useView((state) => state.drawer);
  const opener = useRef<Element | null>(null);
  return (
    <Dialog.Root open={open} onOpenChange={(drawer) => view.setState({ drawer })}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="sidebar"
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // Focusing the first field would open a phone's keyboard over half of the drawer.
            event.preventDefault();
            opener.current = document.activeElement;
            if (event.target instanceof HTMLElement) event.target.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement) opener.current.focus();
          }}
          onEscapeKeyDown={(event) => {
            // In a text field, Escape reverts what was typed.
            if (event.target instanceof Element && event.target.matches('.text-edit')) {
              event.preventDefault();
            }
          }}
          onInteractOutside={(event) => {
            if (event.target instanceof Element && event.target.closest('.toast') !== null) {
              event.preventDefault();
            }
          }}
        >
          <div className="drawer-head">
            <Dialog.Title>Lenses and texts</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton icon="close" label="Close" />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
