/** Keys that go through the rows of a list, after the grid pattern of WAI-ARIA's authoring practices. */

/** A control of a row; the same in every row. */
export type CellName = 'text' | 'label' | 'tokens' | 'move' | 'remove';

/**
 * The row that a key goes to from row `at`; null for a key that goes nowhere.
 * @param page Rows that are in sight at once.
 */
export function rowAfter(
  key: string,
  { at, count, page }: { readonly at: number; readonly count: number; readonly page: number },
): number | null {
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to));
}

/** The row that takes the focus when row `at` goes; null where it was the only one. */
export function rowInPlaceOf(at: number, count: number): number | null {
  if (count <= 1) return null;
  return at + 1 < count ? at + 1 : at - 1;
}
