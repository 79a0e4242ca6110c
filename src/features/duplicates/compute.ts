import type { NearPairs } from '../../analysis/types.ts';
import { Derived } from '../../app/embeddings/derived.ts';
import type { Entries } from '../../app/embeddings/entries.ts';
import { eachSide, keepVectors, sameSides, vectorSet } from '../../app/embeddings/gather.ts';
import { sameItems, textItems } from '../../app/items.ts';
import type { Sources } from '../../app/panels.ts';
import type { PlacedText, Sides, WithoutVector } from '../../app/results.ts';
import type { DuplicatesResult } from './result.ts';

export const NAME = 'duplicates';

/** Most pairs of different words under a lens: of more, the closest. */
export const MOST_PAIRS = 100_000;

interface DuplicatesInput {
  readonly items: readonly PlacedText[];
  readonly sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;
  readonly without: readonly WithoutVector[];
  readonly least: number;
}

/** Looks for duplicates while the panel is open: among 100,000 texts that takes minutes. */
export function createDuplicates({
  analysis,
  workspace,
  view,
  shown,
  gather,
  begin,
}: Sources): Derived<DuplicatesInput, DuplicatesResult> {
  return new Derived<DuplicatesInput, DuplicatesResult>({
    begin,
    inputs() {
      const { folds, large, leastCosine: least } = view();
      const items = textItems(workspace());
      const isOpen = folds[NAME] === false || large === NAME;
      if (!isOpen || items.length < 2) return { kind: 'empty' };
      return gather(
        shown(),
        ({ instruction }) => [[instruction, items]],
        (sides) => ({ ...keepVectors(items, sides), least }),
      );
    },
    // Of pairs down to a lower cosine the closest are shown.
    same: (a, b) =>
      b.least >= a.least && sameItems(a.items, b.items) && sameSides(a.sides, b.sides),
    async compute({ items, sides, without, least }, { signal, onProgress }) {
      const { distinct, same } = byWords(items);
      const found = await eachSide(sides, async ({ lens, lists }, at) => {
        const entries = lists[0]!;
        const all = distinct.length === items.length;
        const pairs = await analysis.nearPairs(
          vectorSet(all ? entries : distinct.map((index) => entries[index]!)),
          {
            least,
            most: MOST_PAIRS,
            signal,
            onProgress: (fraction) => onProgress((at + fraction) / sides.length),
          },
        );
        return { lens, pairs: all ? pairs : ofItems(pairs, distinct) };
      });
      return { items, same, sides: found, least, without };
    },
  });
}

/** The first text of each wording, and the groups of those that are worded the same. */
export function byWords(items: readonly { readonly text: string }[]): {
  readonly distinct: readonly number[];
  readonly same: readonly (readonly number[])[];
} {
  const groups = new Map<string, number[]>();
  for (const [index, { text }] of items.entries()) {
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [index]);
    else group.push(index);
  }
  const all = [...groups.values()];
  return {
    distinct: all.map(([first]) => first!),
    same: all.filter(({ length }) => length > 1),
  };
}

function ofItems({ a, b, ...pairs }: NearPairs, distinct: readonly number[]): NearPairs {
  return { ...pairs, a: a.map((at) => distinct[at]!), b: b.map((at) => distinct[at]!) };
}
