import { NO_ROW, type RowStore, type VectorSet, VectorsError } from './types.ts';

/** Rows that were added together. */
interface Block {
  /** Number of its first row. */
  readonly first: number;
  /** Number of rows added; `vectors` may hold fewer by now. */
  readonly count: number;
  readonly dim: number;
  vectors: Float32Array<ArrayBuffer>;
  /** Place in `vectors` of each added row, or −1 once it is freed; null while all are where they were added. */
  places: Int32Array | null;
  live: number;
}

/**
 * Rows in memory, in the blocks they were added in: an array that is handed over is kept as it is. A half-freed block
 * is compacted; an empty one is dropped.
 */
export class MemoryRows implements RowStore {
  /** Blocks by `first`, which grows: each block is at the end when it is added. */
  #blocks: Block[] = [];
  /** Rows that were restored alone, by number. */
  readonly #restored = new Map<number, Block>();
  #next = 0;

  /** Bytes of the held arrays. */
  get bytes(): number {
    const blocks = [...this.#blocks, ...this.#restored.values()];
    return blocks.reduce((sum, { vectors }) => sum + vectors.byteLength, 0);
  }

  add(vectors: Float32Array<ArrayBuffer>, dim: number): number {
    const count = vectors.length / dim;
    if (!Number.isInteger(count)) {
      throw new VectorsError(`${vectors.length} values are no whole number of rows of ${dim}.`);
    }
    const first = this.reserve(count);
    if (count > 0) {
      this.#blocks.push({ first, count, dim, vectors, places: null, live: count });
    }
    return first;
  }

  /** Reserves numbers for rows that are not here. @returns The first. */
  reserve(count: number): number {
    const first = this.#next;
    if (first + count > NO_ROW) throw new VectorsError('Too many vectors: reload the page.');
    this.#next += count;
    return first;
  }

  /** Takes a row whose number was reserved, or that was freed. */
  restore(row: number, vector: Float32Array<ArrayBuffer>, dim: number): void {
    const block = { first: row, count: 1, dim, vectors: vector, places: null, live: 1 };
    // Its number may lie within a block that no longer holds it.
    this.#restored.set(row, block);
  }

  has(row: number): boolean {
    const block = this.#find(row);
    return block !== undefined && placeIn(block, row) >= 0;
  }

  gather({ rows, dim }: Omit<VectorSet, 'id'>): Float32Array<ArrayBuffer> {
    const gathered = new Float32Array(rows.length * dim);
    let at = 0;
    while (at < rows.length) {
      const row = rows[at]!;
      if (row === NO_ROW) {
        at += 1;
        continue;
      }
      const block = this.#blockOf(row);
      if (block.dim !== dim) {
        throw new VectorsError(
          `Vector ${row} has ${block.dim} values, not ${dim}: embed it again.`,
        );
      }
      const place = placeOf(block, row);
      // Adjacent rows are copied together.
      let run = 1;
      while (
        at + run < rows.length &&
        rows[at + run] === row + run &&
        row + run < block.first + block.count &&
        placeIn(block, row + run) === place + run
      ) {
        run += 1;
      }
      gathered.set(block.vectors.subarray(place * dim, (place + run) * dim), at * dim);
      at += run;
    }
    return gathered;
  }

  free(rows: Uint32Array): void {
    const touched = new Set<Block>();
    for (const row of rows) {
      if (this.#restored.delete(row)) continue;
      const block = this.#find(row);
      if (block === undefined) continue;
      block.places ??= Int32Array.from({ length: block.count }, (_, place) => place);
      const index = row - block.first;
      if (block.places[index] === -1) continue;
      block.places[index] = -1;
      block.live -= 1;
      touched.add(block);
    }
    for (const block of touched) if (block.live > 0) compact(block);
    if (touched.size > 0) this.#blocks = this.#blocks.filter(({ live }) => live > 0);
  }

  #find(row: number): Block | undefined {
    const restored = this.#restored.get(row);
    if (restored !== undefined) return restored;
    let [low, high] = [0, this.#blocks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { first, count } = this.#blocks[middle]!;
      if (row < first) high = middle;
      else if (row >= first + count) low = middle + 1;
      else return this.#blocks[middle];
    }
    return undefined;
  }

  #blockOf(row: number): Block {
    const block = this.#find(row);
    if (block === undefined) throw gone(row);
    return block;
  }
}

function placeOf(block: Block, row: number): number {
  const place = placeIn(block, row);
  if (place < 0) throw gone(row);
  return place;
}

/** Returns −1 where the row is freed. */
function placeIn({ places, first }: Block, row: number): number {
  return places === null ? row - first : places[row - first]!;
}

function gone(row: number): VectorsError {
  return new VectorsError(`Vector ${row} is no longer kept: try again.`);
}

/** Compacts a block of which at most half is left. */
function compact(block: Block): void {
  const { dim, places, vectors, live } = block;
  if (places === null || live * 2 > vectors.length / dim) return;
  const kept = new Float32Array(live * dim);
  let place = 0;
  for (const [index, from] of places.entries()) {
    if (from < 0) continue;
    kept.set(vectors.subarray(from * dim, (from + 1) * dim), place * dim);
    places[index] = place;
    place += 1;
  }
  block.vectors = kept;
}
