/** Finds the vectors of whole lists, and resumes where it stopped. */
import type { EmbeddedText } from '../../vectors/vector-cache.ts';
import { MOST_LENSES } from '../../workspace/lens.ts';
import type { PlacedText } from '../results.ts';
import type { Embeddings } from './embeddings.ts';

/** Embedded items under one instruction, in the items' order. */
export type Entries = readonly EmbeddedText[];

/** Number of recent lists kept, so that an edited list can take over the entries of its predecessor. */
const KEPT_LISTS = 16;

/** Distances from its place at which an entry of the previous list is looked for. */
const STEPS = [0, -1, 1, 2, 3, 4];

interface Found {
  readonly instruction: string;
  readonly items: readonly PlacedText[];
  /** Value of `Embeddings.dropped` when the entries were found. */
  readonly dropped: number;
  /** Entries found so far, from the first text on. */
  readonly entries: EmbeddedText[];
  /** A list of nearly the same texts, and how far its entries were looked through. */
  readonly like: Found | undefined;
  at: number;
}

/**
 * Returns the entries of a list under an instruction once all are there, and null before. A version without new entries
 * of a list costs one look, a full list none; after an edit of one text only that text is looked up.
 */
export function createFinder(
  embeddings: Pick<Embeddings, 'dropped' | 'isKept' | 'lookup'>,
): (instruction: string, items: readonly PlacedText[]) => Entries | null {
  /** Results by list of items, then by instruction. */
  const lists = new WeakMap<readonly PlacedText[], Map<string, Found>>();
  let recent: readonly Found[] = [];

  const begin = (instruction: string, items: readonly PlacedText[]): Found => {
    const like = recent.find(
      (found) =>
        found.instruction === instruction &&
        found.entries.length > 0 &&
        (found.items[0]!.text === items[0]?.text ||
          found.items.at(-1)!.text === items.at(-1)?.text),
    );
    const { dropped } = embeddings;
    // A chain of predecessors would never be freed.
    const own = like === undefined ? undefined : { ...like, like: undefined };
    const found: Found = { instruction, items, dropped, entries: [], like: own, at: 0 };
    recent = [found, ...recent].slice(0, KEPT_LISTS);
    return found;
  };

  return (instruction, items) => {
    let known = lists.get(items);
    if (known === undefined) {
      known = new Map();
      lists.set(items, known);
    }
    let found = known.get(instruction);
    if (found === undefined || found.dropped !== embeddings.dropped) {
      found = begin(instruction, items);
      known.delete(instruction);
      known.set(instruction, found);
      // Typing makes a new instruction with every letter.
      for (const [oldest] of known) {
        if (known.size <= MOST_LENSES * 2) break;
        known.delete(oldest);
      }
    }
    const { entries } = found;
    while (entries.length < items.length) {
      const entry =
        takeOver(found, embeddings) ?? embeddings.lookup(instruction, items[entries.length]!.text);
      if (entry === undefined) return null;
      entries.push(entry);
    }
    return entries;
  };
}

/** Takes the next entry from the similar list, whether a text before it was edited, added or removed. */
function takeOver(found: Found, embeddings: Pick<Embeddings, 'isKept'>): EmbeddedText | undefined {
  const { items, entries, like } = found;
  if (like === undefined) return undefined;
  const { text } = items[entries.length]!;
  // Looks in the same place, then after an added text, then after some removed ones.
  for (const step of STEPS) {
    const at = found.at + step;
    if (at < 0 || at >= like.entries.length || like.items[at]!.text !== text) continue;
    const entry = like.entries[at]!;
    if (!embeddings.isKept(entry)) break;
    found.at = at + 1;
    return entry;
  }
  if (items[entries.length + 1]?.text !== like.items[found.at]?.text) found.at += 1;
  return undefined;
}
