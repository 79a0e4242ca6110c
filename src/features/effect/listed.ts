/** Which texts the list of moved texts holds, and which of them it shows in full. */
import type { EmbeddingComparison } from '../../analysis/types.ts';

/** The texts that hold `wanted`, in any case of letters, in the order they moved. */
export function filterMoved(
  { moved }: EmbeddingComparison,
  items: readonly { readonly text: string }[],
  wanted: string,
): Int32Array {
  const words = wanted.trim().toLowerCase();
  if (words === '') return moved;
  return moved.filter((index) => items[index]!.text.toLowerCase().includes(words));
}

/**
 * Index of the text to show in full: the one that is selected alone, wherever it was selected, else the one shown last;
 * -1 for none. The one shown last is meant by its id: after an edit another text may stand in its place.
 */
export function shownText(
  items: readonly { readonly id: string; readonly text: string }[],
  last: string | null,
  selected: readonly string[],
): number {
  const before = last === null ? -1 : items.findIndex(({ id }) => id === last);
  if (selected.length !== 1 || items[before]?.text === selected[0]) return before;
  const alone = items.findIndex(({ text }) => text === selected[0]);
  return alone === -1 ? before : alone;
}
