import type { Steps } from '../steps.ts';

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const PASSES = 3;

/** Keys in some order, each with its position in the values. */
interface Keyed {
  readonly keys: Uint32Array;
  readonly positions: Uint32Array;
}

/**
 * Ranks finite values, 1 the lowest; equal values share the mean of their ranks. By radix sort, since millions of pairs
 * are ranked and a comparing sort cannot be interrupted.
 */
export function* averageRanks(values: Float32Array): Steps<Float64Array> {
  const count = values.length;
  let from: Keyed = { keys: sortableKeys(values), positions: inOrder(count) };
  let to: Keyed = { keys: new Uint32Array(count), positions: new Uint32Array(count) };
  for (let pass = 0; pass < PASSES; pass++) {
    yield pass / (PASSES + 1);
    sortByDigit(from, to, pass * DIGIT_BITS);
    [from, to] = [to, from];
  }
  yield PASSES / (PASSES + 1);
  return ranksOf(from);
}

// The loops stand in functions of their own: a generator that runs once is hardly optimised.

function inOrder(count: number): Uint32Array {
  const positions = new Uint32Array(count);
  for (let i = 0; i < count; i++) positions[i] = i;
  return positions;
}

/** Maps values to unsigned integers in the same order: the bits of IEEE 754, inverted where negative. */
function sortableKeys(values: Float32Array): Uint32Array {
  const keys = new Uint32Array(new Float32Array(values).buffer);
  for (let i = 0; i < keys.length; i++) {
    // −0 equals 0.
    const word = values[i] === 0 ? 0 : keys[i]!;
    keys[i] = word & 0x80000000 ? ~word : word | 0x80000000;
  }
  return keys;
}

/** Sorts `from` into `to` by the digit of its keys at bit `shift`. Stable. */
function sortByDigit(from: Keyed, to: Keyed, shift: number): void {
  const { keys, positions } = from;
  const next = new Uint32Array(DIGITS + 1);
  for (let i = 0; i < keys.length; i++) next[((keys[i]! >>> shift) & (DIGITS - 1)) + 1]! += 1;
  for (let digit = 0; digit < DIGITS; digit++) next[digit + 1]! += next[digit]!;
  for (let i = 0; i < keys.length; i++) {
    const digit = (keys[i]! >>> shift) & (DIGITS - 1);
    const at = next[digit]!;
    to.keys[at] = keys[i]!;
    to.positions[at] = positions[i]!;
    next[digit] = at + 1;
  }
}

/** Returns ranks by position, of keys in ascending order. */
function ranksOf({ keys, positions }: Keyed): Float64Array {
  const count = keys.length;
  const ranks = new Float64Array(count);
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && keys[to] === keys[from]) to++;
    // The ranks are from + 1 … to.
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++) ranks[positions[i]!] = rank;
    from = to;
  }
  return ranks;
}
