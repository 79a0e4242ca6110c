import { type Float64Matrix, rowDots } from '../linear/dot.ts';
import { part, type Steps, WORK_PER_STEP } from '../steps.ts';
import { AnalysisError, type NearPairs } from '../types.ts';
import { checkInteger, type Given, toRows } from '../validate.ts';
import { type Heads, headsOf } from './heads.ts';

/** Below this many rows all cosines are computed: to look for leading directions would take longer. */
const PRUNED_FROM = 2_000;
/** Rows of a tile: two tiles of heads stay in a core's cache. */
const TILE = 512;
/** Far above the rounding of float32 and of the sums, so that no pair is passed over for it. */
const MARGIN = 1e-6;

/**
 * Finds every pair of different rows whose cosine, as float32, is at least `least`, the closest first; ties by the lower
 * row, then the other. It is exact: a pair is passed over only if the Cauchy–Schwarz bound
 * `head·head + |rest|·|rest|` of its cosine is below `least`, where the head is the row's part in a few leading
 * directions (compare Ram & Gray 2012). Of more than `most` pairs the closest are kept, and `more` is true.
 * Rows of zeros have no cosine and are in no pair.
 * @throws AnalysisError for a `least` that is no number of (0, 1], `most` < 1, or values that are not finite.
 */
export function* nearPairs(
  given: Given,
  { least, most }: { readonly least: number; readonly most: number },
): Steps<NearPairs> {
  if (!(least > 0 && least <= 1)) {
    throw new AnalysisError(`least is ${least}; it must be a cosine above 0 and at most 1.`);
  }
  checkInteger('most', most, 1);
  const rows = toRows('embeddings', given);
  const kept = new ClosestPairs(least, most);
  if (rows.count < PRUNED_FROM) {
    yield* part(compareAll(rows, kept), 0, 1);
  } else {
    const heads = yield* part(headsOf(rows), 0, 0.05);
    yield* part(compareHeads(rows, heads, kept), 0.05, 1);
  }
  return kept.finish();
}

function* compareAll({ values, count, dim }: Float64Matrix, kept: ClosestPairs): Steps<void> {
  const dots = new Float64Array(count);
  let work = 0;
  for (let i = 1; i < count; i++) {
    rowDots(values, i, values, 0, i, dim, dots, 0);
    for (let j = 0; j < i; j++) if (dots[j]! >= kept.bound) kept.add(j, i, dots[j]!);
    work += i * dim;
    if (work < WORK_PER_STEP) continue;
    work = 0;
    yield (i / count) ** 2;
  }
}

/** Compares heads tile by tile; of the few pairs that these leave, a longer head, and then the whole rows. */
function* compareHeads(
  { values, count, dim }: Float64Matrix,
  { first, next, width, nextWidth, rest, nextRest }: Heads,
  kept: ClosestPairs,
): Steps<void> {
  const dots = new Float64Array(TILE);
  const one = new Float64Array(1);
  let [work, done] = [0, 0];
  for (let top = 0; top < count; top += TILE) {
    const bottom = Math.min(count, top + TILE);
    for (let left = 0; left <= top; left += TILE) {
      for (let i = top; i < bottom; i++) {
        const right = Math.min(i, left + TILE);
        if (right <= left) continue;
        rowDots(first, i, first, left, right, width, dots, 0);
        work += (right - left) * width;
        done += right - left;
        const { bound } = kept;
        const restOfI = rest[i]!;
        for (let j = left; j < right; j++) {
          const head = dots[j - left]!;
          if (head + restOfI * rest[j]! < bound) continue;
          rowDots(next, i, next, j, j + 1, nextWidth, one, 0);
          work += nextWidth;
          if (head + one[0]! + nextRest[i]! * nextRest[j]! < bound) continue;
          rowDots(values, i, values, j, j + 1, dim, one, 0);
          work += dim;
          if (one[0]! >= kept.bound) kept.add(j, i, one[0]!);
        }
        if (work < WORK_PER_STEP) continue;
        work = 0;
        yield (2 * done) / count ** 2;
      }
    }
  }
}

/** The closest pairs so far, in memory for twice `most` of them at most. */
class ClosestPairs {
  /** A cosine below it, in float64, is not wanted. */
  bound: number;
  readonly #most: number;
  #least: number;
  #a = new Int32Array(1024);
  #b = new Int32Array(1024);
  #cosines = new Float32Array(1024);
  #count = 0;
  #more = false;

  constructor(least: number, most: number) {
    this.#least = least;
    this.#most = most;
    this.bound = least - MARGIN;
  }

  /** @param a The lower row. */
  add(a: number, b: number, cosine: number): void {
    const rounded = Math.fround(cosine);
    // The least is as it was typed: its own rounding must not lose a pair.
    if (rounded < Math.min(this.#least, Math.fround(this.#least))) return;
    if (this.#count === this.#cosines.length) this.#makeRoom();
    this.#a[this.#count] = a;
    this.#b[this.#count] = b;
    this.#cosines[this.#count] = rounded;
    this.#count += 1;
  }

  finish(): NearPairs {
    const order = this.#closest();
    return {
      a: Int32Array.from(order, (at) => this.#a[at]!),
      b: Int32Array.from(order, (at) => this.#b[at]!),
      cosines: Float32Array.from(order, (at) => this.#cosines[at]!),
      more: this.#more,
    };
  }

  #makeRoom(): void {
    const room = this.#cosines.length;
    if (room < 2 * this.#most) {
      const wider = Math.min(2 * room, 2 * this.#most);
      const grown = <Kind extends Int32Array | Float32Array>(from: Kind, to: Kind): Kind => {
        to.set(from);
        return to;
      };
      this.#a = grown(this.#a, new Int32Array(wider));
      this.#b = grown(this.#b, new Int32Array(wider));
      this.#cosines = grown(this.#cosines, new Float32Array(wider));
      return;
    }
    const { a, b, cosines } = this.finish();
    this.#a.set(a);
    this.#b.set(b);
    this.#cosines.set(cosines);
    this.#count = cosines.length;
    // From here on only closer ones are of interest; equally close ones may still go before by their rows.
    this.#least = cosines.at(-1)!;
    this.bound = this.#least - MARGIN;
  }

  /** Places of the closest ones, in order. */
  #closest(): Uint32Array {
    const order = Uint32Array.from({ length: this.#count }, (_, at) => at).sort(
      (x, y) =>
        this.#cosines[y]! - this.#cosines[x]! ||
        this.#a[x]! - this.#a[y]! ||
        this.#b[x]! - this.#b[y]!,
    );
    if (order.length > this.#most) this.#more = true;
    return order.subarray(0, this.#most);
  }
}
