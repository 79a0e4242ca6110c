/** Chooses which points of a map stand out, and how. */
import type { Highlight } from '../../app/view.ts';

/** Most points that each have a ring. More rings would cover the map: then the other points fade instead. */
const MOST_RINGS = 24;

export interface Lit {
  /** Items with a ring around their point. */
  readonly ringed: readonly number[];
  /** Items drawn in full while all others fade; empty where none does. */
  readonly raised: readonly number[];
}

/** Finds where each text stands among the items: a text may stand there more than once. */
export function placesOfTexts(
  items: readonly { readonly text: string }[],
): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, { text }] of items.entries()) {
    const known = places.get(text);
    if (known === undefined) places.set(text, [index]);
    else known.push(index);
  }
  return places;
}

export function litPoints(
  places: ReadonlyMap<string, readonly number[]>,
  { hovered, pinned }: Highlight,
): Lit {
  const ringed = new Set<number>();
  const raised = new Set<number>();
  for (const texts of [pinned, hovered]) {
    const found = texts.flatMap((text) => places.get(text) ?? []);
    const into = found.length > MOST_RINGS ? raised : ringed;
    for (const index of found) into.add(index);
  }
  // A ring around a faded point would show nothing.
  if (raised.size > 0) for (const index of ringed) raised.add(index);
  return { ringed: [...ringed], raised: [...raised] };
}
