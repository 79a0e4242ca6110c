import { giveTurn } from './turns.ts';

/** Length of the runs that are sorted at once: a millisecond or two. */
const RUN = 512;
/** Steps of a merge between two looks at the clock. */
const STEPS = 1024;

/**
 * Sorts numbers in turns with the thread's other work: a merge sort, stable.
 * @throws the signal's reason once it is aborted.
 */
export async function sortInTurns(
  numbers: Int32Array,
  compare: (a: number, b: number) => number,
  signal: AbortSignal,
): Promise<Int32Array> {
  let from = numbers.slice();
  for (let start = 0; start < from.length; start += RUN) {
    await giveTurn(signal);
    from.subarray(start, start + RUN).sort(compare);
  }
  let to = new Int32Array(from.length);
  for (let width = RUN; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length);
      const end = Math.min(start + 2 * width, from.length);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        if (at % STEPS === 0) await giveTurn(signal);
        const takesLeft =
          right === end || (left < middle && compare(from[left]!, from[right]!) <= 0);
        to[at] = takesLeft ? from[left++]! : from[right++]!;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
