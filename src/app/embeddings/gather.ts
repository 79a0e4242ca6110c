import type { StoreApi } from 'zustand/vanilla';
import type { Pair } from '../../engine/types.ts';
import { once } from '../../lib/once.ts';
import type { Lens } from '../../workspace/lens.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { isBlank } from '../items.ts';
import { listLenses, offeredLenses, type ShownLenses } from '../lenses/shown-lenses.ts';
import type { EngineState } from '../models/engine.ts';
import type { PlacedText, Sides, WithoutVector } from '../results.ts';
import type { Inputs } from './derived.ts';
import type { Embeddings } from './embeddings.ts';
import { createFinder, type Entries } from './entries.ts';

export { vectorSet } from '../../vectors/sets.ts';

/**
 * Yields every pair that the page embeds: texts, queries and documents under each shown lens, and pinned texts under
 * every lens that can be looked through. Other lenses are embedded when they are shown.
 */
export function* wantedPairs(
  workspace: Workspace,
  shown: ShownLenses,
  pinned: readonly string[],
): Generator<Pair, void> {
  const lenses = listLenses(shown);
  for (const lens of lenses) {
    const { instruction, queryInstruction, documentInstruction } = lens;
    for (const { text } of workspace.texts) if (!isBlank(text)) yield [instruction, text];
    for (const { text } of workspace.queries) if (!isBlank(text)) yield [queryInstruction, text];
    for (const { text } of workspace.documents) {
      if (!isBlank(text)) yield [documentInstruction, text];
    }
  }
  // A selected pair is shown under every lens; a larger selection is only marked.
  const pair = pinned.length <= 2 ? pinned : [];
  const kept = pair.filter((text) => workspace.texts.some((item) => item.text === text));
  for (const lens of offeredLenses(workspace)) {
    if (lenses.includes(lens)) continue;
    for (const text of kept) if (!isBlank(text)) yield [lens.instruction, text];
  }
}

/** Texts under an instruction. */
type Asked = readonly [instruction: string, items: readonly PlacedText[]];

/** Makes a panel's inputs from the entries of its lists, once all are there. */
export type Gather = <Input>(
  shown: ShownLenses,
  /** Returns the lists of a panel under one lens. */
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

  const find = createFinder(embeddings);
  const entriesOf = ([instruction, items]: Asked): Entries | null =>
    model.getState().info === null ? null : find(instruction, items);

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
    // The vectors at hand are of the previous model: shown as stale until the new one has computed its own.
    if (model.getState().status === 'loading') return { kind: 'waiting' };
    const [one, other] = shown.lenses;
    const first = sideOf(one, lists(one));
    if (first === null) return missing();
    if (other === undefined) return { kind: 'ready', input: make([first]) };
    const second = sideOf(other, lists(other));
    return second === null ? missing() : { kind: 'ready', input: make([first, second]) };
  };
}

export function sameEntries(a: Entries, b: Entries): boolean {
  // The cache gives the same object for the same model, instruction and text.
  return a === b || (a.length === b.length && a.every((entry, i) => entry === b[i]));
}

/** Whether two sides have the same lenses and the same vectors. */
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

/** Does the same work on each side, one after the other. */
export async function eachSide<Input, Output>(
  [first, second]: Sides<Input>,
  work: (side: Input, index: 0 | 1) => Promise<Output>,
): Promise<Sides<Output>> {
  const one = await work(first, 0);
  return second === undefined ? [one] : [one, await work(second, 1)];
}

/** Lists the texts that have no vector of their own under a lens. */
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

/** Indices of a list's texts without a vector of their own. */
const missesOf = once((entries: Entries) =>
  entries.flatMap(({ without }, index) => (without === null ? [] : [index])),
);

interface Kept {
  readonly items: readonly PlacedText[];
  readonly sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;
  readonly without: readonly WithoutVector[];
}

/** The last filtered lists of these items: the same lists for the same sides. */
const keptOf = once((_: readonly PlacedText[]) => ({
  of: null as Kept['sides'] | null,
  kept: null as Kept | null,
}));

/** Returns the texts and sides without the texts that lack a vector of their own under one of the lenses. */
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

/** Whether they are identical lists. */
function sameLists(a: Kept['sides'], b: Kept['sides']): boolean {
  return (
    a.length === b.length &&
    a.every(
      (side, i) =>
        side?.lens === b[i]?.lens && side?.lists.every((list, at) => list === b[i]?.lists[at]),
    )
  );
}
