/** Gives a dialog that opens the focus itself. Its first button is Close, whose hint would cover the dialog at once. */
export function focusItself(event: Event): void {
  event.preventDefault();
  (event.currentTarget as HTMLElement).focus();
}
