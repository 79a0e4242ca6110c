/** Texts of a workspace as panels show them: each list is made once, and an edit reuses the unchanged items. */
import { follower } from '../lib/follower.ts';
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

/** Returns a list's item as panels show it; null for a blank text. */
export function itemOf(
  { id, text, label }: Listed[number],
  index: number,
  place: PlacedText['place'],
): PlacedText | null {
  if (isBlank(text)) return null;
  return { id, text, place, number: index + 1, ...(label !== undefined && { label }) };
}

const ofGroup = (own: Group) =>
  follower<Texts[number], Texts[number]>((item) => (item.group === own ? item : null));
const raw = { A: once(ofGroup('A')), B: once(ofGroup('B')) };

const maker = (place: PlacedText['place']) =>
  follower<Listed[number], PlacedText>((item, index) => itemOf(item, index, place));
const made = { A: once(maker('A')), B: once(maker('B')), Q: once(maker('Q')), D: once(maker('D')) };

const allTexts = once((texts: Texts) => made.A(raw.A(texts)).concat(made.B(raw.B(texts))));

const labels = once(follower<Texts[number], string>(({ label }) => label ?? null));

/** Returns the texts of a group as the workspace has them; the same list for the same texts, as the functions below do. */
export function groupOf({ texts }: Pick<Workspace, 'texts'>, group: Group): Texts {
  return raw[group](texts);
}

/** Returns the labels of the texts that have one; the same list as long as none changes. */
export function labelsOf({ texts }: Pick<Workspace, 'texts'>): readonly string[] {
  return labels(texts);
}

/** Returns the texts of a group as panels show them. */
export function groupItems(
  { texts }: Pick<Workspace, 'texts'>,
  group: Group,
): readonly PlacedText[] {
  return made[group](raw[group](texts));
}

/** Returns the texts of group A, then B. */
export function textItems({ texts }: Pick<Workspace, 'texts'>): readonly PlacedText[] {
  return allTexts(texts);
}

export function numbered(items: Listed, place: 'Q' | 'D'): readonly PlacedText[] {
  return made[place](items);
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
