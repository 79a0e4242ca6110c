import { drive } from '../../analysis/drive.ts';
import { giveTurn } from '../../lib/turns.ts';
import type { VectorSet } from '../../vectors/types.ts';
import type { CallContext } from '../../workers/types.ts';
import { firstOfGroups } from '../first-of-groups.ts';
import type { Before } from '../protocol.ts';
import { cosineWith, prepareQuery, type Query } from './quantise.ts';
import { type Among, Shard } from './shard.ts';

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

  /**
   * Finds the k nearest of each row of `queries`; ties go to the lower place. Of rows of a group, only the nearest
   * counts.
   */
  async nearest(
    queries: Float32Array,
    k: number,
    among: Among,
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
      const contests = await drive(this.#shard.contest(together, k, among), {
        signal,
        onProgress: (done) => onProgress((first + done * together.length) / count),
      });
      for (const [i, query] of together.entries()) {
        const candidates = contests[i]!.candidates();
        rescored += candidates.length;
        const cosines = await this.#cosines(query, candidates, signal);
        const best = bestOf(candidates, cosines, k, among.groups);
        const listed = best.map(({ index }) => index);
        const rest = this.#without(query, k - best.length, among, listed);
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

  /**
   * Finds the rows that come before a document with this cosine.
   * @param index Its place, or where it would stand.
   */
  async before(
    query: Float32Array,
    {
      cosine,
      index,
      groups,
    }: {
      readonly cosine: number;
      readonly index: number;
      readonly groups: Uint32Array | undefined;
    },
    { signal }: CallContext<number>,
  ): Promise<Before> {
    const prepared = prepareQuery(query, 0, this.#set.dim);
    let count = 0;
    const found = new Set<number>();
    const add = (row: number) => {
      count += 1;
      if (groups !== undefined) found.add(groups[row]!);
    };
    const maybe = await drive(this.#shard.above(prepared, cosine, add), { signal });
    const candidates = Uint32Array.from(maybe);
    const cosines = await this.#cosines(prepared, candidates, signal);
    for (const [at, row] of maybe.entries()) {
      if (cosines[at]! > cosine || (cosines[at] === cosine && row < index)) add(row);
    }
    return { count, groups: groups === undefined ? null : Uint32Array.from(found) };
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

  /** The first rows without a cosine with the query, of groups that are not listed yet. */
  #without(
    query: Query,
    most: number,
    { only, groups }: Among,
    listed: readonly number[],
  ): number[] {
    const rows: number[] = [];
    if (most <= 0) return rows;
    const seen = new Set(groups === undefined ? [] : listed.map((row) => groups[row]!));
    const candidates = query.hasDirection ? this.#shard.nowhere : null;
    const count = candidates?.length ?? this.#set.count;
    for (let at = 0; at < count && rows.length < most; at++) {
      const row = candidates?.[at] ?? at;
      if (only !== undefined && only[row] !== 1) continue;
      if (groups !== undefined) {
        if (seen.has(groups[row]!)) continue;
        seen.add(groups[row]!);
      }
      rows.push(row);
    }
    return rows;
  }
}

function bestOf(
  candidates: Uint32Array,
  cosines: Float32Array,
  k: number,
  groups: Uint32Array | undefined,
) {
  const sorted = Array.from(candidates, (index, at) => ({ index, cosine: cosines[at]! })).sort(
    (a, b) => b.cosine - a.cosine || a.index - b.index,
  );
  return firstOfGroups(sorted, ({ index }) => index, groups).slice(0, k);
}
