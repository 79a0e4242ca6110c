/** What can be worked with, in an element. */
const CONTROLS = 'button:enabled, select, [tabindex="0"]';

/** Brings an element into sight and gives the focus to its first control. */
export function focusFirst(element: HTMLElement): void {
  element.scrollIntoView({ block: 'nearest' });
  element.querySelector<HTMLElement>(CONTROLS)?.focus();
}
