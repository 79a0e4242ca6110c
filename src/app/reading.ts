/** Which text is read: what can be, and where it stands. */
import type { Workspace } from '../workspace/workspace.ts';
import { groupItems, numbered } from './gather.ts';
import type { Item } from './results.ts';
import type { ItemPlace } from './view.ts';

/** Every text that can be read, in the order of the lists. */
export function readableItems(workspace: Workspace): Item[] {
  return [
    ...groupItems(workspace, 'A'),
    ...groupItems(workspace, 'B'),
    ...numbered(workspace.queries, 'Q'),
    ...numbered(workspace.documents, 'D'),
  ];
}

/** Where an item stands; a text's group is no part of it, as it may change. */
export function placeOf({ place, id }: Pick<Item, 'place' | 'id'>): ItemPlace {
  if (place === 'Q') return { list: 'queries', id };
  return { list: place === 'D' ? 'documents' : 'texts', id };
}

export function isAt(item: Pick<Item, 'place' | 'id'>, { list, id }: ItemPlace): boolean {
  return item.id === id && placeOf(item).list === list;
}
