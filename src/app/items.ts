/** Texts of a workspace as panels show them: each list is made once, and an edit reuses the unchanged items. */
import { once } from '../lib/once.ts';
import type { Group } from '../workspace/edits.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { PlacedText } from './results.ts';

type Texts = Workspace['texts'];
type Listed = readonly { readonly id: string; readonly text: string; readonly label?: string }[];

/** Whether a text is blank: still being typed, so not embedded. */
export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** Makes the items of a list. An edit of one text among 100,000 makes one item anew. */
function maker(place: PlacedText['place']): (listed: Listed) => readonly PlacedText[] {
  let before: { readonly listed: Listed; readonly made: readonly (PlacedText | null)[] } = {
    listed: [],
    made: [],
  };
  return (listed) => {
    const made = listed.map((each, index) =>
      each === before.listed[index] ? before.made[index]! : itemOf(each, index, place),
    );
    before = { listed, made };
    return made.filter((item) => item !== null);
  };
}

/** Returns null for a blank text. */
function itemOf(
  { id, text, label }: Listed[number],
  index: number,
  place: PlacedText['place'],
): PlacedText | null {
  if (isBlank(text)) return null;
  return { id, text, place, number: index + 1, ...(label !== undefined && { label }) };
}

const made = { A: maker('A'), B: maker('B'), Q: maker('Q'), D: maker('D') };

const groups: Record<Group, (texts: Texts) => readonly PlacedText[]> = {
  A: once((texts) => made.A(texts.filter(({ group }) => group === 'A'))),
  B: once((texts) => made.B(texts.filter(({ group }) => group === 'B'))),
};
const lists = { Q: once(made.Q), D: once(made.D) };
const allTexts = once((texts: Texts) => groups.A(texts).concat(groups.B(texts)));

/** Returns the same list for the same texts, as the functions below do. */
export function groupItems(
  { texts }: Pick<Workspace, 'texts'>,
  group: Group,
): readonly PlacedText[] {
  return groups[group](texts);
}

/** Returns the texts of group A, then B. */
export function textItems({ texts }: Pick<Workspace, 'texts'>): readonly PlacedText[] {
  return allTexts(texts);
}

export function numbered(items: Listed, place: 'Q' | 'D'): readonly PlacedText[] {
  return lists[place](items);
}

/** Whether they are the same texts; their labels may differ, since they change no vector. */
export function sameItems(a: readonly PlacedText[], b: readonly PlacedText[]): boolean {
  return (
    a === b ||
    (a.length === b.length &&
      a.every((item, i) => {
        const other = b[i]!;
        return (
          item === other ||
          (item.id === other.id && item.number === other.number && item.text === other.text)
        );
      }))
  );
}
