import type { StoreApi } from 'zustand/vanilla';
import type { Embeddings as Matrix } from '../analysis/types.ts';
import type { Pair } from '../engine/types.ts';
import type { EmbeddedText } from '../vectors/vector-cache.ts';
import type { Group } from '../workspace/edits.ts';
import type { Lens } from '../workspace/lens.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { type Comparison, offeredLenses, shownLenses } from './comparison.ts';
import type { Inputs } from './derived.ts';
import type { Embeddings } from './embeddings.ts';
import type { EngineState } from './engine.ts';
import type { Item, Sides, WithoutVector } from './results.ts';

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
  comparison: Comparison,
  pinned: readonly string[],
): Pair[] {
  const shown = shownLenses(comparison);
  // A pair, which is shown under every lens; a larger selection is only marked.
  const pair = pinned.length <= 2 ? pinned : [];
  const kept = pair.filter((text) => workspace.texts.some((item) => item.text === text));
  return [
    ...shown.flatMap((lens) => [
      ...workspace.texts.map(({ text }): Pair => [lens.instruction, text]),
      ...workspace.queries.map(({ text }): Pair => [lens.queryInstruction, text]),
      ...workspace.documents.map(({ text }): Pair => [lens.documentInstruction, text]),
    ]),
    ...offeredLenses(workspace)
      .filter((lens) => !shown.includes(lens))
      .flatMap((lens) => kept.map((text): Pair => [lens.instruction, text])),
  ].filter(([, text]) => !isBlank(text));
}

/** Texts under an instruction. */
type Asked = readonly [instruction: string, items: readonly Item[]];

/** Makes a panel's inputs of the entries of its lists, once all of them are there. */
export type Gather = <Input>(
  comparison: Comparison,
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

  const entriesOf = ([instruction, items]: Asked): Entries | null => {
    const entries: EmbeddedText[] = [];
    for (const { text } of items) {
      const entry = embeddings.lookup(instruction, text);
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

  return (comparison, lists, make) => {
    // What is at hand is of the model before: shown as stale until the new one has done its own.
    if (model.getState().status === 'loading') return { kind: 'waiting' };
    const [one, other] = comparison.lenses;
    const first = sideOf(one, lists(one));
    if (first === null) return missing();
    if (other === undefined) return { kind: 'ready', input: make([first]) };
    const second = sideOf(other, lists(other));
    return second === null ? missing() : { kind: 'ready', input: make([first, second]) };
  };
}

export function groupItems(workspace: Workspace, group: Group): Item[] {
  return numbered(
    workspace.texts.filter((item) => item.group === group),
    group,
  );
}

export function numbered(
  items: readonly { readonly id: string; readonly text: string; readonly label?: string }[],
  place: Item['place'],
): Item[] {
  return items
    .map(
      ({ id, text, label }, index): Item => ({
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
export function sameItems(a: readonly Item[], b: readonly Item[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ id, text, number }, i) => {
      const other = b[i]!;
      return id === other.id && text === other.text && number === other.number;
    })
  );
}

export function sameEntries(a: Entries, b: Entries): boolean {
  // The cache gives the same object for the same model, instruction and text.
  return a.length === b.length && a.every((entry, i) => entry === b[i]);
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
  items: readonly Item[],
  entries: Entries,
): WithoutVector[] {
  return items.flatMap((item, i) => {
    const why = entries[i]?.without ?? null;
    return why === null ? [] : [{ item, lens, why }];
  });
}

/** The same texts and sides less those that have no vector of their own under one of the lenses. */
export function keepVectors(
  items: readonly Item[],
  sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>,
): {
  readonly items: readonly Item[];
  readonly sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;
  readonly without: readonly WithoutVector[];
} {
  const shown = sides.filter((side) => side !== undefined);
  const without = shown.flatMap(({ lens, lists }) => withoutVector(lens, items, lists[0]!));
  if (without.length === 0) return { items, sides, without };
  const kept = items.map((_, i) => shown.every(({ lists }) => lists[0]![i]?.without === null));
  const less = ({ lens, lists }: (typeof shown)[number]) => ({
    lens,
    lists: lists.map((entries) => entries.filter((_, i) => kept[i])),
  });
  const [first, second] = sides;
  return {
    items: items.filter((_, i) => kept[i]),
    sides: second === undefined ? [less(first)] : [less(first), less(second)],
    without,
  };
}

/** The vectors of `entries`, one a row; zeros, which have no cosine, for a text that has no vector of its own. */
export function matrix(entries: Entries): Matrix {
  const dim = entries[0]?.vector.length ?? 0;
  const vectors = new Float32Array(entries.length * dim);
  for (const [row, { vector, without }] of entries.entries()) {
    if (without === null) vectors.set(vector, row * dim);
  }
  return { vectors, count: entries.length, dim };
}
