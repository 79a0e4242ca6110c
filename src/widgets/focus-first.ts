/** Controls of an element. */
const CONTROLS = 'button:enabled, select, [tabindex="0"]';

/** Scrolls an element into view and focuses its first control. */
export function focusFirst(element: HTMLElement): void {
  element.scrollIntoView({ block: 'nearest' });
  element.querySelector<HTMLElement>(CONTROLS)?.focus();
}
