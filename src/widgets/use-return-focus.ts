import { createRef, useLayoutEffect, useRef } from 'react';

/** Set by the header, which is always on the page. */
export const pageHead = createRef<HTMLElement>();

/**
 * For a dialog without a button of its own: returns the focus to where it was. Hand the result to
 * the dialog's `onCloseAutoFocus`; Radix returns it to the dialog's trigger alone.
 */
export function useReturnFocus(open: boolean): (event: Event) => void {
  const from = useRef<Element | null>(null);
  // Before the dialog's own effects, which take the focus.
  useLayoutEffect(() => {
    if (open) from.current = document.activeElement;
  }, [open]);
  return (event) => {
    event.preventDefault();
    const before = from.current;
    if (!(before instanceof HTMLElement)) return;
    if (before.isConnected) return before.focus();
    // It disappeared with its drawer. The first button of the header opens the drawer.
    focusHead();
  };
}

/** Gives the focus to the first button of the page's head that is seen: what had it is going away. */
export function focusHead(): void {
  const buttons = [...(pageHead.current?.getElementsByTagName('button') ?? [])];
  buttons.find((button) => button.offsetParent !== null)?.focus();
}
