/**
 * Candidates of one query: all rows that may be among its k best, by bounds of their cosines; with groups, all that may
 * be the best row of one of its k best groups.
 */
export class Contest {
  /** A row whose cosine is surely below this one is not among the k best. */
  threshold = Number.NEGATIVE_INFINITY;
  readonly #k: number;
  /** Heap of the k highest lower bounds, the least first; with groups, of the highest of each. */
  readonly #lowers: Float64Array;
  /** Group of each row; undefined where each row stands for itself. */
  readonly #groups: Uint32Array | undefined;
  /** Groups in the heap, in its order, and the place of each there. */
  readonly #owners: Uint32Array;
  readonly #places = new Map<number, number>();
  #held = 0;
  #indices: number[] = [];
  #uppers: number[] = [];
  #sifted = 0;

  constructor(k: number, groups?: Uint32Array) {
    this.#k = k;
    this.#lowers = new Float64Array(k);
    this.#groups = groups;
    this.#owners = new Uint32Array(groups === undefined ? 0 : k);
  }

  /** Takes a row whose cosine is between the bounds. */
  take(index: number, lower: number, upper: number): void {
    this.#indices.push(index);
    this.#uppers.push(upper);
    const group = this.#groups?.[index];
    const known = group === undefined ? undefined : this.#places.get(group);
    if (known !== undefined) {
      if (lower > this.#lowers[known]!) this.#sink(known, lower, group);
    } else if (this.#held < this.#k) {
      this.#held += 1;
      this.#rise(this.#held - 1, lower, group);
    } else if (lower > this.#lowers[0]!) {
      if (group !== undefined) this.#places.delete(this.#owners[0]!);
      this.#sink(0, lower, group);
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

  /** Puts a value into the heap, from the free place `at` upwards. */
  #rise(at: number, value: number, group: number | undefined): void {
    const heap = this.#lowers;
    let child = at;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (heap[parent]! <= value) break;
      this.#move(parent, child);
      child = parent;
    }
    this.#put(child, value, group);
  }

  /** Puts a value into the heap, from the place `at` downwards. */
  #sink(at: number, value: number, group: number | undefined): void {
    const heap = this.#lowers;
    let parent = at;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= this.#held) break;
      if (child + 1 < this.#held && heap[child + 1]! < heap[child]!) child += 1;
      if (heap[child]! >= value) break;
      this.#move(child, parent);
      parent = child;
    }
    this.#put(parent, value, group);
  }

  #move(from: number, to: number): void {
    const group = this.#groups === undefined ? undefined : this.#owners[from];
    this.#put(to, this.#lowers[from]!, group);
  }

  #put(at: number, value: number, group: number | undefined): void {
    this.#lowers[at] = value;
    if (group === undefined) return;
    this.#owners[at] = group;
    this.#places.set(group, at);
  }
}
