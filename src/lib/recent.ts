/** Keeps the latest results, so that going back to one costs nothing. */
export class Recent<Key, Value> {
  readonly #same: (a: Key, b: Key) => boolean;
  readonly #limit: number;
  /** Kept results, the latest last. */
  #kept: { readonly key: Key; readonly value: Value }[] = [];

  constructor(limit: number, same: (a: Key, b: Key) => boolean) {
    this.#limit = limit;
    this.#same = same;
  }

  get(key: Key): Value | undefined {
    return this.#kept.find((entry) => this.#same(entry.key, key))?.value;
  }

  /** Returns what is kept, the latest first. */
  latest(): readonly { readonly key: Key; readonly value: Value }[] {
    return this.#kept.toReversed();
  }

  set(key: Key, value: Value): void {
    const others = this.#kept.filter((entry) => !this.#same(entry.key, key));
    this.#kept = [...others, { key, value }].slice(-this.#limit);
  }
}
