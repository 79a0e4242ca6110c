/** Finds the vectors of whole lists, and goes on where it ended. */
import type { EmbeddedText } from '../vectors/vector-cache.ts';
import { MOST_LENSES } from '../workspace/lens.ts';
import type { Embeddings } from './embeddings.ts';
import type { PlacedText } from './results.ts';

/** Items as embedded under one instruction, in their order. */
export type Entries = readonly EmbeddedText[];

/** Lists found last, whose entries a list that an edit made of them takes over. */
const KEPT_LISTS = 16;

/** How far from its place an entry of the list before is looked for. */
const STEPS = [0, -1, 1, 2, 3, 4];

interface Found {
  readonly instruction: string;
  readonly items: readonly PlacedText[];
  /** The count of what was dropped when they were found. */
  readonly dropped: number;
  /** So far, from the first text on. */
  readonly entries: EmbeddedText[];
  /** A list of much the same texts, and how far its entries were looked through. */
  readonly like: Found | undefined;
  at: number;
}

/**
 * Gives the entries of a list under an instruction once all are there, and null before. A version that brought nothing
 * of a list costs one look, a full list none, and a list with one text edited costs no look for the others.
 */
export function createFinder(
  embeddings: Pick<Embeddings, 'dropped' | 'isKept' | 'lookup'>,
): (instruction: string, items: readonly PlacedText[]) => Entries | null {
  /** By their items: of each instruction, what was found. */
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
    // A chain of lists would never be let go of.
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
      // Typing makes an instruction of every letter.
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

/** The next entry from the list that is like this one, whether a text was edited, put in or taken out before it. */
function takeOver(found: Found, embeddings: Pick<Embeddings, 'isKept'>): EmbeddedText | undefined {
  const { items, entries, like } = found;
  if (like === undefined) return undefined;
  const { text } = items[entries.length]!;
  // In its own place; after one that was put in; or after some that were taken out.
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
