/** Draws a sample that is the same for the same seed and the same order of rows. */
import { seededRandom } from '../lib/random.ts';

/**
 * Draws up to `most` of a stream of unknown length, each item with the same chance (Vitter's algorithm R, 1985). It
 * holds no more than that.
 */
export class Reservoir<Item> {
  readonly #most: number;
  readonly #random: () => number;
  readonly #kept: Item[] = [];
  #seen = 0;

  constructor(most: number, seed: number) {
    this.#most = most;
    this.#random = seededRandom(seed);
  }

  /** Number of items so far. */
  get seen(): number {
    return this.#seen;
  }

  add(item: Item): void {
    this.#seen += 1;
    if (this.#kept.length < this.#most) {
      this.#kept.push(item);
      return;
    }
    const at = Math.floor(this.#random() * this.#seen);
    if (at < this.#most) this.#kept[at] = item;
  }

  /** Returns the sample in random order (Fisher and Yates): a reservoir that never overflowed is in the stream's. */
  drawn(): Item[] {
    const drawn = [...this.#kept];
    for (let left = drawn.length - 1; left > 0; left--) {
      const from = Math.floor(this.#random() * (left + 1));
      const item = drawn[left]!;
      drawn[left] = drawn[from]!;
      drawn[from] = item;
    }
    return drawn;
  }
}
