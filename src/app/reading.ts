/** Which text is read: what can be, and where it stands. */
import { once } from '../lib/once.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { groupItems, numbered } from './items.ts';
import type { Item } from './results.ts';
import type { ItemPlace } from './view.ts';

/** Every text that can be read, in the order of the lists: the same list for the same workspace. */
export const readableItems = once((workspace: Workspace): readonly Item[] => [
  ...groupItems(workspace, 'A'),
  ...groupItems(workspace, 'B'),
  ...numbered(workspace.queries, 'Q'),
  ...numbered(workspace.documents, 'D'),
]);

const indices = once(
  (items: readonly Item[]) => new Map(items.map((item, index) => [keyOf(placeOf(item)), index])),
);

/** Index of what stands at a place among the items that can be read; -1 where nothing does. */
export function indexAt(items: readonly Item[], place: ItemPlace): number {
  return indices(items).get(keyOf(place)) ?? -1;
}

function keyOf({ list, id }: ItemPlace): string {
  return `${list} ${id}`;
}

/** Where an item stands; a text's group is no part of it, as it may change. */
export function placeOf({ place, id }: Pick<Item, 'place' | 'id'>): ItemPlace {
  if (place === 'Q') return { list: 'queries', id };
  return { list: place === 'D' ? 'documents' : 'texts', id };
}
