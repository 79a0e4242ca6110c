import { drive } from '../../analysis/drive.ts';
import { giveTurn } from '../../lib/turns.ts';
import type { VectorSet } from '../../vectors/types.ts';
import type { CallContext } from '../../workers/types.ts';
import { cosineWith, prepareQuery, type Query } from './quantise.ts';
import { Shard } from './shard.ts';

/** Rows fetched at once. */
const FETCHED = 4096;
/** Queries that look at a block of rows together. */
const QUERIES_TOGETHER = 64;
/** Candidates whose cosines are computed between two turns. */
const SCORED = 2048;

type Rows = Omit<VectorSet, 'id'>;
export type Fetch = (rows: Rows) => Promise<Float32Array>;

/** What one part found for each query: places in the part, best first, then those without a cosine, with NaN. */
export interface Found {
  /** Int32Array [queries × k], −1 where there is no row. */
  readonly indices: Int32Array;
  readonly scores: Float32Array;
  /** Rows whose cosine was computed after int8, of all queries. */
  readonly rescored: number;
}

/** A part of a set that is searched by one worker. */
export class Part {
  readonly #set: Rows;
  readonly #fetch: Fetch;
  readonly #shard: Shard;
  /** Vectors as given, Float32Array [count × dim]; null where they are fetched when they are needed. */
  readonly #vectors: Float32Array | null;

  private constructor(set: Rows, fetch: Fetch, keeps: boolean) {
    this.#set = set;
    this.#fetch = fetch;
    this.#shard = new Shard(set.count, set.dim);
    this.#vectors = keeps ? new Float32Array(set.count * set.dim) : null;
  }

  /** @param keeps Whether the vectors stay in memory beside int8. @throws SearchError, VectorsError */
  static async build(
    set: Rows,
    fetch: Fetch,
    keeps: boolean,
    { signal, onProgress }: CallContext<number>,
  ): Promise<Part> {
    const part = new Part(set, fetch, keeps);
    for (let from = 0; from < set.count; from += FETCHED) {
      const to = Math.min(from + FETCHED, set.count);
      const rows = await fetch({
        rows: set.rows.subarray(from, to),
        count: to - from,
        dim: set.dim,
      });
      part.#vectors?.set(rows, from * set.dim);
      part.#shard.fill(from, rows);
      onProgress(to / set.count);
      await giveTurn(signal);
    }
    return part;
  }

  /** Finds the k nearest of each row of `queries`; ties go to the lower place. */
  async nearest(
    queries: Float32Array,
    k: number,
    only: Uint8Array | undefined,
    { signal, onProgress }: CallContext<number>,
  ): Promise<Found> {
    const { dim } = this.#set;
    const count = dim === 0 ? 0 : queries.length / dim;
    const indices = new Int32Array(count * k).fill(-1);
    const scores = new Float32Array(count * k).fill(Number.NaN);
    let rescored = 0;
    for (let first = 0; first < count; first += QUERIES_TOGETHER) {
      const together = Array.from({ length: Math.min(QUERIES_TOGETHER, count - first) }, (_, i) =>
        prepareQuery(queries, (first + i) * dim, dim),
      );
      const contests = await drive(this.#shard.contest(together, k, only), {
        signal,
        onProgress: (done) => onProgress((first + done * together.length) / count),
      });
      for (const [i, query] of together.entries()) {
        const candidates = contests[i]!.candidates();
        rescored += candidates.length;
        const best = bestOf(candidates, await this.#cosines(query, candidates, signal), k);
        const rest = this.#without(query, k - best.length, only);
        const at = (first + i) * k;
        for (const [place, { index, cosine }] of best.entries()) {
          indices[at + place] = index;
          scores[at + place] = cosine;
        }
        indices.set(rest, at + best.length);
      }
    }
    return { indices, scores, rescored };
  }

  /** Counts the rows that come before a document with this cosine. @param index Its place, or where it would stand. */
  async before(
    query: Float32Array,
    cosine: number,
    index: number,
    { signal }: CallContext<number>,
  ): Promise<number> {
    const prepared = prepareQuery(query, 0, this.#set.dim);
    const { sure, maybe } = await drive(this.#shard.above(prepared, cosine), { signal });
    const candidates = Uint32Array.from(maybe);
    const cosines = await this.#cosines(prepared, candidates, signal);
    const closer = maybe.filter(
      (row, at) => cosines[at]! > cosine || (cosines[at] === cosine && row < index),
    );
    return sure + closer.length;
  }

  async #cosines(query: Query, rows: Uint32Array, signal: AbortSignal): Promise<Float32Array> {
    const { dim } = this.#set;
    const cosines = new Float32Array(rows.length);
    for (let from = 0; from < rows.length; from += SCORED) {
      const some = rows.subarray(from, from + SCORED);
      const vectors = this.#vectors ?? (await this.#fetchOf(some));
      for (const [i, row] of some.entries()) {
        const at = this.#vectors === null ? i : row;
        cosines[from + i] = cosineWith(query, vectors, at * dim, dim);
      }
      await giveTurn(signal);
    }
    return cosines;
  }

  #fetchOf(places: Uint32Array): Promise<Float32Array> {
    const { dim, rows } = this.#set;
    return this.#fetch({ rows: places.map((at) => rows[at]!), count: places.length, dim });
  }

  /** The first rows without a cosine with the query. */
  #without(query: Query, most: number, only: Uint8Array | undefined): number[] {
    if (most <= 0) return [];
    const allowed = (row: number) => only === undefined || only[row] === 1;
    if (query.hasDirection) return this.#shard.nowhere.filter(allowed).slice(0, most);
    const rows: number[] = [];
    for (let row = 0; row < this.#set.count && rows.length < most; row++) {
      if (allowed(row)) rows.push(row);
    }
    return rows;
  }
}

function bestOf(candidates: Uint32Array, cosines: Float32Array, k: number) {
  return Array.from(candidates, (index, at) => ({ index, cosine: cosines[at]! }))
    .sort((a, b) => b.cosine - a.cosine || a.index - b.index)
    .slice(0, k);
}
