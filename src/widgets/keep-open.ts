/** Keeps a dialog open while the toast's button is pressed: Undo is not "outside". */
export function keepOpenForToast(event: CustomEvent): void {
  if ((event.target as Element).closest('.toast') !== null) event.preventDefault();
}
