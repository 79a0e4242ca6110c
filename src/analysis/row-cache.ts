/** Keeps fetched rows, so that several computations on one set fetch it once. */
import type { VectorSet } from '../vectors/types.ts';
import { toRows, type UnitRows } from './validate.ts';

/** Bytes of rows kept beside those in use: two sets of 20,000 texts of 768 values. */
const KEPT_BYTES = 256 * 2 ** 20;

type Fetch = (set: VectorSet) => Promise<Float32Array>;

export class RowCache {
  /** Kept rows by set, the latest use last. */
  readonly #kept = new Map<number, { readonly rows: Promise<UnitRows>; readonly bytes: number }>();
  readonly #fetch: Fetch;
  readonly #limit: number;

  constructor(fetch: Fetch, limit = KEPT_BYTES) {
    this.#fetch = fetch;
    this.#limit = limit;
  }

  /**
   * Returns the rows of a set, scaled to length 1.
   * @param name Name of the argument, for errors.
   * @throws VectorsError if rows are not kept any more; AnalysisError for values that are not finite.
   */
  async get(name: string, set: VectorSet): Promise<UnitRows> {
    const { id, count, dim } = set;
    const known = this.#kept.get(id);
    this.#kept.delete(id);
    const rows =
      known?.rows ?? this.#fetch(set).then((vectors) => toRows(name, { vectors, count, dim }));
    const entry = { rows, bytes: count * dim * Float64Array.BYTES_PER_ELEMENT };
    this.#kept.set(id, entry);
    this.#trim();
    try {
      return await rows;
    } catch (error) {
      // The next call fetches them again.
      if (this.#kept.get(id)?.rows === rows) this.#kept.delete(id);
      throw error;
    }
  }

  /** Drops the oldest rows. The latest two sets stay, whatever their size: a comparison needs two. */
  #trim(): void {
    let bytes = 0;
    for (const entry of this.#kept.values()) bytes += entry.bytes;
    for (const [id, entry] of this.#kept) {
      if (bytes <= this.#limit || this.#kept.size <= 2) return;
      this.#kept.delete(id);
      bytes -= entry.bytes;
    }
  }
}
