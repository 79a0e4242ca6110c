import type { Steps } from './steps.ts';

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const PASSES = 3;

/**
 * Rank of each value, 1 the lowest; equal values share the mean of their ranks. Finite values.
 * By radix sort, since millions of pairs are ranked and a comparing sort cannot be interrupted.
 */
export function* averageRanks(values: Float32Array): Steps<Float64Array> {
  const count = values.length;
  const keys = sortableKeys(values);
  let order = Uint32Array.from({ length: count }, (_, i) => i);
  let next = new Uint32Array(count);
  for (let pass = 0; pass < PASSES; pass++) {
    yield pass / (PASSES + 1);
    sortByDigit(keys, order, next, pass * DIGIT_BITS);
    [order, next] = [next, order];
  }
  const ranks = new Float64Array(count);
  for (let from = 0; from < count; ) {
    const key = keys[order[from]!]!;
    let to = from + 1;
    while (to < count && keys[order[to]!] === key) to++;
    // The ranks are from + 1 … to.
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/** Unsigned integers in the order of the values: the bits of IEEE 754, turned over where negative. */
function sortableKeys(values: Float32Array): Uint32Array {
  // + 0 makes −0 equal to 0.
  const bits = new Uint32Array(values.map((value) => value + 0).buffer);
  return bits.map((word) => (word & 0x80000000 ? ~word : word | 0x80000000));
}

/** Stable: `from` reordered by the digit of its keys at bit `shift`, into `to`. */
function sortByDigit(keys: Uint32Array, from: Uint32Array, to: Uint32Array, shift: number): void {
  const starts = new Uint32Array(DIGITS + 1);
  for (let i = 0; i < keys.length; i++) starts[((keys[i]! >>> shift) & (DIGITS - 1)) + 1]! += 1;
  for (let digit = 0; digit < DIGITS; digit++) starts[digit + 1]! += starts[digit]!;
  for (let i = 0; i < from.length; i++) {
    const index = from[i]!;
    const digit = (keys[index]! >>> shift) & (DIGITS - 1);
    to[starts[digit]!] = index;
    starts[digit]! += 1;
  }
}
