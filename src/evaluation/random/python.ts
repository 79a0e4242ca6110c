import { MersenneTwister } from './mersenne-twister.ts';

/** Number of draws from which Python 3.11's `sample` keeps a set in place of a pool. */
const POOL = 21;

/** The draws of Python's random.Random that mteb makes. */
export class PythonRandom {
  readonly #bits: MersenneTwister;

  constructor(seed: number) {
    this.#bits = MersenneTwister.ofPython(seed);
  }

  /** Draws `size` whole numbers below `high`, with repeats: random.choices(range(high), k=size). */
  choices(high: number, size: number): Int32Array {
    return Int32Array.from({ length: size }, () => Math.floor(this.#bits.double() * high));
  }

  /** Draws `size` different whole numbers below `high`: random.sample(range(high), k=size). */
  sample(high: number, size: number): Int32Array {
    const drawn = new Int32Array(size);
    const set = POOL + (size > 5 ? 4 ** Math.ceil(Math.log(size * 3) / Math.log(4)) : 0);
    if (high <= set) {
      const pool = Int32Array.from({ length: high }, (_, i) => i);
      for (let i = 0; i < size; i++) {
        const j = this.#below(high - i);
        drawn[i] = pool[j]!;
        pool[j] = pool[high - i - 1]!;
      }
      return drawn;
    }
    const selected = new Set<number>();
    for (let i = 0; i < size; i++) {
      let j = this.#below(high);
      while (selected.has(j)) j = this.#below(high);
      selected.add(j);
      drawn[i] = j;
    }
    return drawn;
  }

  #below(high: number): number {
    const shift = Math.clz32(high);
    for (;;) {
      const value = this.#bits.uint32() >>> shift;
      if (value < high) return value;
    }
  }
}
