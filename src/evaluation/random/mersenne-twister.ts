const SIZE = 624;
const SHIFT = 397;

/**
 * MT19937 (Matsumoto & Nishimura 1998): the generator behind numpy's RandomState and Python's `random`, which mteb draws
 * its samples with. The same seed draws the same samples here.
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(SIZE);
  #at = SIZE;

  /** Seeds as numpy.random.RandomState(seed) does. @param seed A whole number from 0 to 2³² − 1. */
  constructor(seed: number) {
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < SIZE; i++) {
      const last = state[i - 1]! ^ (state[i - 1]! >>> 30);
      state[i] = Math.imul(1812433253, last) + i;
    }
  }

  /** Seeds as Python's random.Random(seed) does. @param seed A whole number from 0 to 2³² − 1. */
  static ofPython(seed: number): MersenneTwister {
    const twister = new MersenneTwister(19650218);
    const state = twister.#state;
    let i = 1;
    for (let round = 0; round < SIZE; round++) {
      const last = state[i - 1]! ^ (state[i - 1]! >>> 30);
      state[i] = (state[i]! ^ Math.imul(last, 1664525)) + seed;
      i = next(state, i);
    }
    for (let round = 1; round < SIZE; round++) {
      const last = state[i - 1]! ^ (state[i - 1]! >>> 30);
      state[i] = (state[i]! ^ Math.imul(last, 1566083941)) - i;
      i = next(state, i);
    }
    state[0] = 0x80000000;
    return twister;
  }

  /** Draws a whole number from 0 to 2³² − 1. */
  uint32(): number {
    if (this.#at === SIZE) this.#twist();
    let y = this.#state[this.#at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** Draws a number in [0, 1) of 53 bits. */
  double(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < SIZE; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % SIZE]! & 0x7fffffff);
      state[i] = state[(i + SHIFT) % SIZE]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#at = 0;
  }
}

function next(state: Uint32Array, i: number): number {
  if (i + 1 < SIZE) return i + 1;
  state[0] = state[SIZE - 1]!;
  return 1;
}
