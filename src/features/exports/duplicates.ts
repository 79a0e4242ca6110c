import type { NearPairs } from '../../analysis/types.ts';
import { isBlank } from '../../app/items.ts';
import type { Records } from '../../app/panels.ts';
import type { EmbeddedText } from '../../vectors/vector-cache.ts';
import type { Lens } from '../../workspace/lens.ts';
import type { TextItem } from '../../workspace/workspace.ts';

/** Most pairs under a lens that are exported: of more, the closest. */
export const MOST_PAIRS = 1_000_000;

interface Pairs {
  readonly items: readonly TextItem[];
  readonly lens: Lens;
  /** By the indices of `items`. */
  readonly found: NearPairs;
}

/** The texts of a list that have a vector under an instruction, with it. */
export function embeddedTexts<Item extends TextItem>(
  items: readonly Item[],
  lookup: (text: string) => EmbeddedText | undefined,
): { readonly items: readonly Item[]; readonly entries: readonly EmbeddedText[] } {
  const found = items.flatMap((item) => {
    const entry = isBlank(item.text) ? undefined : lookup(item.text);
    return entry === undefined || entry.without !== null ? [] : [{ item, entry }];
  });
  return { items: found.map(({ item }) => item), entries: found.map(({ entry }) => entry) };
}

/** A row for each pair under each lens, the closest first. */
export function nearDuplicates(all: readonly Pairs[], least: number): Records {
  const pairs = all.flatMap(({ items, lens, found }) =>
    Array.from(found.cosines, (score, at) => ({
      lens: lens.id,
      a: items[found.a[at]!]!,
      b: items[found.b[at]!]!,
      score,
    })),
  );
  return {
    columns: [
      { name: 'lens', kind: 'text', values: pairs.map(({ lens }) => lens) },
      { name: 'id_a', kind: 'text', values: pairs.map(({ a }) => a.id) },
      { name: 'id_b', kind: 'text', values: pairs.map(({ b }) => b.id) },
      { name: 'cosine', kind: 'number', values: pairs.map(({ score }) => score) },
      { name: 'text_a', kind: 'text', values: pairs.map(({ a }) => a.text) },
      { name: 'text_b', kind: 'text', values: pairs.map(({ b }) => b.text) },
    ],
    how: { leastCosine: least, mostPairs: MOST_PAIRS, all: all.every(({ found }) => !found.more) },
  };
}
