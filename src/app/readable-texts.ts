/** Which text is read: what can be, and where it stands. */
import { once } from '../lib/once.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { groupItems, numbered } from './items.ts';
import type { PlacedText } from './results.ts';
import type { TextRef } from './view.ts';

/** Every text that can be read, in the order of the lists: the same list for the same workspace. */
export const readableTexts = once((workspace: Workspace): readonly PlacedText[] => [
  ...groupItems(workspace, 'A'),
  ...groupItems(workspace, 'B'),
  ...numbered(workspace.queries, 'Q'),
  ...numbered(workspace.documents, 'D'),
]);

const indices = once(
  (items: readonly PlacedText[]) =>
    new Map(items.map((item, index) => [keyOf(textRefOf(item)), index])),
);

/** Index of what stands at a place among the items that can be read; -1 where nothing does. */
export function indexAt(items: readonly PlacedText[], place: TextRef): number {
  return indices(items).get(keyOf(place)) ?? -1;
}

function keyOf({ list, id }: TextRef): string {
  return `${list} ${id}`;
}

/** Where an item stands; a text's group is no part of it, as it may change. */
export function textRefOf({ place, id }: Pick<PlacedText, 'place' | 'id'>): TextRef {
  if (place === 'Q') return { list: 'queries', id };
  return { list: place === 'D' ? 'documents' : 'texts', id };
}
