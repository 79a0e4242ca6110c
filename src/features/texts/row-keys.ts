/** Keyboard navigation of a list, after the grid pattern of the ARIA Authoring Practices. */
import { type Pressed, stepFrom } from '../../app/commands/keys.ts';

/** Name of a control, which is the same in every row. */
export type CellName = 'text' | 'label' | 'tokens' | 'move' | 'remove';

/**
 * Returns the row that a key moves to from row `at`; null for a key that moves nowhere.
 * @param page Number of visible rows.
 */
export function rowAfter(
  event: Pressed,
  { at, count, page }: { readonly at: number; readonly count: number; readonly page: number },
): number | null {
  const to =
    stepFrom(at, count, event) ?? { PageDown: at + page, PageUp: at - page }[event.key] ?? null;
  return to === null ? null : Math.max(0, Math.min(count - 1, to));
}

/** Returns the row that gets the focus when row `at` is removed; null where it was the only one. */
export function rowInPlaceOf(at: number, count: number): number | null {
  if (count <= 1) return null;
  return at + 1 < count ? at + 1 : at - 1;
}
