/** Which text is read: what can be, and where it stands. */
import { once } from '../lib/once.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { groupItems, numbered } from './items.ts';
import type { PlacedText } from './results.ts';
import type { TextRef } from './view.ts';

/** Every text that can be read, in the order of the lists: the same list for the same workspace. */
export const readableTexts = once((workspace: Workspace): readonly PlacedText[] =>
  // `concat` copies 100,000 in no time, where spreading takes 70 ms.
  groupItems(workspace, 'A').concat(
    groupItems(workspace, 'B'),
    numbered(workspace.queries, 'Q'),
    numbered(workspace.documents, 'D'),
  ),
);

/** Index of what stands at a place among the items that can be read; -1 where nothing does. */
export function indexAt(items: readonly PlacedText[], { list, id }: TextRef): number {
  return items.findIndex((item) => item.id === id && textRefOf(item).list === list);
}

/** Where an item stands; a text's group is no part of it, as it may change. */
export function textRefOf({ place, id }: Pick<PlacedText, 'place' | 'id'>): TextRef {
  if (place === 'Q') return { list: 'queries', id };
  return { list: place === 'D' ? 'documents' : 'texts', id };
}
