import { isBlank } from '../../app/items.ts';
import type { Records } from '../../app/panels.ts';
import type { Ranked } from '../../search/types.ts';
import type { EmbeddedText } from '../../vectors/vector-cache.ts';
import type { Lens } from '../../workspace/lens.ts';
import type { TextItem } from '../../workspace/workspace.ts';

/** Nearest texts of each text that are looked at: of more copies than that, not every pair is listed. */
export const LOOKED_AT = 50;

interface Pairs {
  readonly items: readonly TextItem[];
  readonly lens: Lens;
  /** Of `items`. Cosines are NaN where a text has no vector. */
  readonly ranking: Ranked;
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

/** Each pair once whose cosine reaches `least`, the closest first. `all` has, for each lens, the nearest texts of each text. */
export function nearDuplicates(all: readonly Pairs[], least: number): Records {
  const pairs = all.flatMap(({ items, lens, ranking: { k, indices, scores } }) => {
    const seen = new Set<number>();
    const found: { lens: string; a: TextItem; b: TextItem; score: number }[] = [];
    for (const [at, score] of scores.entries()) {
      const [one, other] = [Math.floor(at / k), indices[at]!];
      const [a, b] = one < other ? [one, other] : [other, one];
      if (a === b || !(score >= least) || seen.has(a * items.length + b)) continue;
      seen.add(a * items.length + b);
      found.push({ lens: lens.id, a: items[a]!, b: items[b]!, score });
    }
    return found.sort((a, b) => b.score - a.score);
  });
  return {
    columns: [
      { name: 'lens', kind: 'text', values: pairs.map(({ lens }) => lens) },
      { name: 'id_a', kind: 'text', values: pairs.map(({ a }) => a.id) },
      { name: 'id_b', kind: 'text', values: pairs.map(({ b }) => b.id) },
      { name: 'cosine', kind: 'number', values: pairs.map(({ score }) => score) },
      { name: 'text_a', kind: 'text', values: pairs.map(({ a }) => a.text) },
      { name: 'text_b', kind: 'text', values: pairs.map(({ b }) => b.text) },
    ],
    how: { leastCosine: least, neighboursLookedAt: LOOKED_AT },
  };
}
