import { MersenneTwister } from './mersenne-twister.ts';

/** The draws of numpy's RandomState (the legacy generator) that scikit-learn and mteb make. */
export class RandomState {
  readonly #bits: MersenneTwister;

  constructor(seed: number) {
    this.#bits = new MersenneTwister(seed);
  }

  /** Shuffles in place, as RandomState.shuffle. */
  shuffle(values: { [at: number]: number; readonly length: number }): void {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.#upTo(i);
      const kept = values[i]!;
      values[i] = values[j]!;
      values[j] = kept;
    }
  }

  /** Draws `size` whole numbers below `high`, as RandomState.randint(0, high, size). */
  integers(high: number, size: number): Int32Array {
    return Int32Array.from({ length: size }, () => this.#upTo(high - 1));
  }

  /** Draws a number in [0, 1), as RandomState.random_sample. */
  double(): number {
    return this.#bits.double();
  }

  /** Draws `size` different whole numbers below `high`, as RandomState.choice(high, size, replace=False). */
  distinct(high: number, size: number): Int32Array {
    const all = Int32Array.from({ length: high }, (_, i) => i);
    this.shuffle(all);
    return all.subarray(0, size);
  }

  /** Draws a whole number from 0 to `most`, by masks and rejection. */
  #upTo(most: number): number {
    if (most === 0) return 0;
    const mask = 2 ** (32 - Math.clz32(most)) - 1;
    for (;;) {
      const value = (this.#bits.uint32() & mask) >>> 0;
      if (value <= most) return value;
    }
  }
}
