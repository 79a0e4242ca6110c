/** What the list of duplicates shows, and which texts are copies of an earlier one. */
import type { NearPairs } from '../../analysis/types.ts';

/** Two texts, by the indices of their items, the earlier first. */
export interface Duplicate {
  readonly a: number;
  readonly b: number;
  /** 1 for texts of the same words. */
  readonly cosine: number;
  readonly isSame: boolean;
}

/** Pairs of a list: those of the same words first, then the closest. */
export interface Listed {
  readonly count: number;
  readonly at: (index: number) => Duplicate;
}

export function listDuplicates(
  same: readonly (readonly number[])[],
  { a, b, cosines }: NearPairs,
  least: number,
): Listed {
  const exact = same.flatMap(([first, ...copies]) =>
    copies.map((copy): Duplicate => ({ a: first!, b: copy, cosine: 1, isSame: true })),
  );
  return {
    count: exact.length + countFrom(cosines, least),
    at: (index) => {
      const near = index - exact.length;
      return exact[index] ?? { a: a[near]!, b: b[near]!, cosine: cosines[near]!, isSame: false };
    },
  };
}

/** Number of the first of `cosines`, highest first, that reach `least`. */
function countFrom(cosines: Float32Array, least: number): number {
  // As typed or as float32 rounds it, whichever is lower: 0.95 is 0.94999999 in float32.
  const bound = Math.min(least, Math.fround(least));
  let [low, high] = [0, cosines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cosines[middle]! >= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The texts to remove so that no two of the list stay: going through the list of texts, each that has an earlier
 * duplicate that stays. So each of them has a duplicate among those that stay, which a chain of pairs would not promise.
 */
export function extraCopies({ count, at }: Listed): readonly number[] {
  const pairs = Array.from({ length: count }, (_, index) => at(index)).sort((x, y) => x.b - y.b);
  const gone = new Set<number>();
  for (const { a, b, isSame } of pairs) {
    // Near duplicates are sought of the first text of a wording alone: where that goes, so do its copies.
    if (isSame || !gone.has(a)) gone.add(b);
  }
  return [...gone].sort((x, y) => x - y);
}

/** Returns whether two texts are a pair of a lens too, at a cosine of at least `least`. */
export function pairsOf({ a, b, cosines }: NearPairs, least: number): (pair: Duplicate) => boolean {
  const count = countFrom(cosines, least);
  const key = (one: number, other: number) => one * 2 ** 26 + other;
  const known = new Set<number>();
  for (let at = 0; at < count; at++) known.add(key(a[at]!, b[at]!));
  return (pair) => pair.isSame || known.has(key(pair.a, pair.b));
}
