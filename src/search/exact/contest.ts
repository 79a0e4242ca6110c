/** Candidates of one query: all rows that may be among its k best, by bounds of their cosines. */
export class Contest {
  /** A row whose cosine is surely below this one is not among the k best. */
  threshold = Number.NEGATIVE_INFINITY;
  readonly #k: number;
  /** Heap of the k highest lower bounds, the least first. */
  readonly #lowers: Float64Array;
  #held = 0;
  #indices: number[] = [];
  #uppers: number[] = [];
  #sifted = 0;

  constructor(k: number) {
    this.#k = k;
    this.#lowers = new Float64Array(k);
  }

  /** Takes a row whose cosine is between the bounds. */
  take(index: number, lower: number, upper: number): void {
    this.#indices.push(index);
    this.#uppers.push(upper);
    if (this.#held < this.#k) {
      this.#lowers[this.#held] = lower;
      this.#rise(this.#held);
      this.#held += 1;
    } else if (lower > this.#lowers[0]!) {
      this.#lowers[0] = lower;
      this.#sink();
    }
    if (this.#held === this.#k) this.threshold = this.#lowers[0]!;
    if (this.#indices.length >= 2 * this.#sifted + 8 * this.#k + 1024) this.#sift();
  }

  /** Indices of the candidates, ascending. */
  candidates(): Uint32Array {
    this.#sift();
    return Uint32Array.from(this.#indices);
  }

  /** Drops candidates that the threshold has overtaken. */
  #sift(): void {
    const kept = [...this.#indices.keys()].filter((at) => this.#uppers[at]! >= this.threshold);
    this.#indices = kept.map((at) => this.#indices[at]!);
    this.#uppers = kept.map((at) => this.#uppers[at]!);
    this.#sifted = kept.length;
  }

  #rise(at: number): void {
    const heap = this.#lowers;
    const value = heap[at]!;
    let child = at;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (heap[parent]! <= value) break;
      heap[child] = heap[parent]!;
      child = parent;
    }
    heap[child] = value;
  }

  #sink(): void {
    const heap = this.#lowers;
    const value = heap[0]!;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= this.#held) break;
      if (child + 1 < this.#held && heap[child + 1]! < heap[child]!) child += 1;
      if (heap[child]! >= value) break;
      heap[parent] = heap[child]!;
      parent = child;
    }
    heap[parent] = value;
  }
}
