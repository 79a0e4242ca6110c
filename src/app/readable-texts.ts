/** Which text is read: what can be, and where it stands. */
import type { Workspace } from '../workspace/workspace.ts';
import { groupItems, numbered } from './gather.ts';
import type { PlacedText } from './results.ts';
import type { TextRef } from './view.ts';

/** Every text that can be read, in the order of the lists. */
export function readableTexts(workspace: Workspace): PlacedText[] {
  return [
    ...groupItems(workspace, 'A'),
    ...groupItems(workspace, 'B'),
    ...numbered(workspace.queries, 'Q'),
    ...numbered(workspace.documents, 'D'),
  ];
}

/** Where an item stands; a text's group is no part of it, as it may change. */
export function textRefOf({ place, id }: Pick<PlacedText, 'place' | 'id'>): TextRef {
  if (place === 'Q') return { list: 'queries', id };
  return { list: place === 'D' ? 'documents' : 'texts', id };
}

export function isAt(item: Pick<PlacedText, 'place' | 'id'>, { list, id }: TextRef): boolean {
  return item.id === id && textRefOf(item).list === list;
}
