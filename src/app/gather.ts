import type { StoreApi } from 'zustand/vanilla';
import type { Pair } from '../engine/types.ts';
import type { EmbeddedText } from '../vectors/vector-cache.ts';
import type { Group } from '../workspace/edits.ts';
import { type Lens, MOST_LENSES } from '../workspace/lens.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Inputs } from './derived.ts';
import type { Embeddings } from './embeddings.ts';
import type { EngineState } from './engine.ts';
import type { PlacedText, Sides, WithoutVector } from './results.ts';
import { listLenses, offeredLenses, type ShownLenses } from './shown-lenses.ts';

export { vectorSet } from '../vectors/sets.ts';

/** Items as embedded under one instruction, in their order. */
export type Entries = readonly EmbeddedText[];

/** Blank texts are being typed; they are not embedded. */
export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/**
 * Every pair the page embeds: texts, queries and documents under each shown lens, and pinned texts
 * under every lens that can be looked through. Other lenses are embedded when they are shown.
 */
export function wantedPairs(
  workspace: Workspace,
  shown: ShownLenses,
  pinned: readonly string[],
): Pair[] {
  const lenses = listLenses(shown);
  // A pair, which is shown under every lens; a larger selection is only marked.
  const pair = pinned.length <= 2 ? pinned : [];
  const kept = pair.filter((text) => workspace.texts.some((item) => item.text === text));
  return [
    ...lenses.flatMap((lens) => [
      ...workspace.texts.map(({ text }): Pair => [lens.instruction, text]),
      ...workspace.queries.map(({ text }): Pair => [lens.queryInstruction, text]),
      ...workspace.documents.map(({ text }): Pair => [lens.documentInstruction, text]),
    ]),
    ...offeredLenses(workspace)
      .filter((lens) => !lenses.includes(lens))
      .flatMap((lens) => kept.map((text): Pair => [lens.instruction, text])),
  ].filter(([, text]) => !isBlank(text));
}

/** Texts under an instruction. */
type Asked = readonly [instruction: string, items: readonly PlacedText[]];

/** The entries of a list so far, from its first text on. */
interface Found {
  /** The count of what was dropped when they were found. */
  readonly dropped: number;
  readonly entries: EmbeddedText[];
}

/** Makes a panel's inputs of the entries of its lists, once all of them are there. */
export type Gather = <Input>(
  shown: ShownLenses,
  /** The lists of a panel under one lens. */
  lists: (lens: Lens) => readonly Asked[],
  /** `sides`: for each shown lens, the entries of its lists. */
  make: (sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>) => Input,
) => Inputs<Input>;

export function createGather(embeddings: Embeddings, model: StoreApi<EngineState>): Gather {
  const missing = (): { kind: 'waiting' } | { kind: 'blocked'; reason: string } => {
    const { error, cancelled } = embeddings.store.getState();
    if (model.getState().status === 'failed') {
      return { kind: 'blocked', reason: 'No model is running.' };
    }
    if (error !== null) return { kind: 'blocked', reason: error };
    if (cancelled) return { kind: 'blocked', reason: 'Embedding was cancelled.' };
    return { kind: 'waiting' };
  };

  /** By their items: of each instruction, what was found. */
  const lists = new WeakMap<readonly PlacedText[], Map<string, Found>>();

  /** Goes on where it ended: a version that brought nothing of a list costs one look, and a full list none. */
  const entriesOf = ([instruction, items]: Asked): Entries | null => {
    if (model.getState().info === null) return null;
    let known = lists.get(items);
    if (known === undefined) {
      known = new Map();
      lists.set(items, known);
    }
    let found = known.get(instruction);
    if (found === undefined || found.dropped !== embeddings.dropped) {
      found = { dropped: embeddings.dropped, entries: [] };
      known.delete(instruction);
      known.set(instruction, found);
      // Typing makes an instruction of every letter.
      for (const [oldest] of known) {
        if (known.size <= MOST_LENSES * 2) break;
        known.delete(oldest);
      }
    }
    const { entries } = found;
    while (entries.length < items.length) {
      const entry = embeddings.lookup(instruction, items[entries.length]!.text);
      if (entry === undefined) return null;
      entries.push(entry);
    }
    return entries;
  };

  const sideOf = (lens: Lens, lists: readonly Asked[]) => {
    const found: Entries[] = [];
    for (const list of lists) {
      const entries = entriesOf(list);
      if (entries === null) return null;
      found.push(entries);
    }
    return { lens: lens.id, lists: found };
  };

  return (shown, lists, make) => {
    // What is at hand is of the model before: shown as stale until the new one has done its own.
    if (model.getState().status === 'loading') return { kind: 'waiting' };
    const [one, other] = shown.lenses;
    const first = sideOf(one, lists(one));
    if (first === null) return missing();
    if (other === undefined) return { kind: 'ready', input: make([first]) };
    const second = sideOf(other, lists(other));
    return second === null ? missing() : { kind: 'ready', input: make([first, second]) };
  };
}

type Texts = Workspace['texts'];
type Listed = readonly { readonly id: string; readonly text: string; readonly label?: string }[];

const groups: Record<Group, (texts: Texts) => readonly PlacedText[]> = {
  A: once((texts) =>
    itemsOf(
      texts.filter(({ group }) => group === 'A'),
      'A',
    ),
  ),
  B: once((texts) =>
    itemsOf(
      texts.filter(({ group }) => group === 'B'),
      'B',
    ),
  ),
};
const lists: Record<'Q' | 'D', (items: Listed) => readonly PlacedText[]> = {
  Q: once((items) => itemsOf(items, 'Q')),
  D: once((items) => itemsOf(items, 'D')),
};
const allTexts = once((texts: Texts) => [...groups.A(texts), ...groups.B(texts)]);

/** The same list for the same texts, as are the others below. */
export function groupItems(
  { texts }: Pick<Workspace, 'texts'>,
  group: Group,
): readonly PlacedText[] {
  return groups[group](texts);
}

/** Group A, then B. */
export function textItems({ texts }: Pick<Workspace, 'texts'>): readonly PlacedText[] {
  return allTexts(texts);
}

export function numbered(items: Listed, place: 'Q' | 'D'): readonly PlacedText[] {
  return lists[place](items);
}

/** Made once for each list of a workspace, which never changes: an edit makes another. */
function once<Of extends object, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const made = new WeakMap<Of, Made>();
  return (of) => {
    let known = made.get(of);
    if (known === undefined) {
      known = make(of);
      made.set(of, known);
    }
    return known;
  };
}

function itemsOf(items: Listed, place: PlacedText['place']): PlacedText[] {
  return items
    .map(
      ({ id, text, label }, index): PlacedText => ({
        id,
        text,
        place,
        number: index + 1,
        ...(label !== undefined && { label }),
      }),
    )
    .filter(({ text }) => !isBlank(text));
}

/** Whether they are the same texts; their labels, which change no vector, may differ. */
export function sameItems(a: readonly PlacedText[], b: readonly PlacedText[]): boolean {
  return (
    a === b ||
    (a.length === b.length &&
      a.every(({ id, text, number }, i) => {
        const other = b[i]!;
        return id === other.id && text === other.text && number === other.number;
      }))
  );
}

export function sameEntries(a: Entries, b: Entries): boolean {
  // The cache gives the same object for the same model, instruction and text.
  return a === b || (a.length === b.length && a.every((entry, i) => entry === b[i]));
}

/** Whether two sides are of the same lenses and the same vectors. */
export function sameSides(
  a: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>,
  b: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>,
): boolean {
  return (
    a.length === b.length &&
    a.every(
      (side, i) =>
        side?.lens === b[i]?.lens &&
        side?.lists.every((entries, list) => sameEntries(entries, b[i]?.lists[list] ?? [])),
    )
  );
}

/** The same work on each side, one after the other. */
export async function eachSide<Input, Output>(
  [first, second]: Sides<Input>,
  work: (side: Input, index: 0 | 1) => Promise<Output>,
): Promise<Sides<Output>> {
  const one = await work(first, 0);
  return second === undefined ? [one] : [one, await work(second, 1)];
}

/** The texts of a list that have no vector of their own under a lens. */
export function withoutVector(
  lens: string,
  items: readonly PlacedText[],
  entries: Entries,
): WithoutVector[] {
  return missesOf(entries).map((index) => ({
    item: items[index]!,
    lens,
    why: entries[index]!.without!,
  }));
}

/** Where in a list the texts without a vector of their own stand. */
const missesOf = once((entries: Entries) =>
  entries.flatMap(({ without }, index) => (without === null ? [] : [index])),
);

interface Kept {
  readonly items: readonly PlacedText[];
  readonly sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;
  readonly without: readonly WithoutVector[];
}

/** What was left last of these items: the same lists for the same sides. */
const keptOf = once((_: readonly PlacedText[]) => ({
  of: null as Kept['sides'] | null,
  kept: null as Kept | null,
}));

/** The same texts and sides less those that have no vector of their own under one of the lenses. */
export function keepVectors(items: readonly PlacedText[], sides: Kept['sides']): Kept {
  const shown = sides.filter((side) => side !== undefined);
  const missing = new Set(shown.flatMap(({ lists }) => missesOf(lists[0]!)));
  if (missing.size === 0) return { items, sides, without: [] };
  const last = keptOf(items);
  if (last.kept !== null && last.of !== null && sameLists(last.of, sides)) return last.kept;
  const without = shown.flatMap(({ lens, lists }) => withoutVector(lens, items, lists[0]!));
  const less = ({ lens, lists }: (typeof shown)[number]) => ({
    lens,
    lists: lists.map((entries) => entries.filter((_, i) => !missing.has(i))),
  });
  const [first, second] = sides;
  last.of = sides;
  last.kept = {
    items: items.filter((_, i) => !missing.has(i)),
    sides: second === undefined ? [less(first)] : [less(first), less(second)],
    without,
  };
  return last.kept;
}

/** Whether they are the very same lists. */
function sameLists(a: Kept['sides'], b: Kept['sides']): boolean {
  return (
    a.length === b.length &&
    a.every(
      (side, i) =>
        side?.lens === b[i]?.lens && side?.lists.every((list, at) => list === b[i]?.lists[at]),
    )
  );
}
