/** Items in the order of their scores, with the items of one score together. */
export interface Tied {
  /** Positions of the items, sorted by score. */
  readonly order: Int32Array;
  /** Number of items of `order` up to and with each group of equal scores, ascending; the last is the number of items. */
  readonly ends: Int32Array;
}

/** Sorts items by score. @param direction 1 puts the lowest score first, −1 the highest. */
export function sortTied(scores: ArrayLike<number>, direction: 1 | -1): Tied {
  const order = Int32Array.from({ length: scores.length }, (_, i) => i);
  order.sort((a, b) => direction * (scores[a]! - scores[b]!) || a - b);
  const ends: number[] = [];
  for (let i = 0; i < order.length; i++) {
    if (i + 1 === order.length || scores[order[i]!] !== scores[order[i + 1]!]) ends.push(i + 1);
  }
  return { order, ends: Int32Array.from(ends) };
}
