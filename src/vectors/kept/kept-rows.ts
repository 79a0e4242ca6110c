import type { Pair } from '../../engine/types.ts';
import { MemoryRows } from '../memory-rows.ts';
import { NO_ROW, type RowStore, type VectorSet, VectorsError } from '../types.ts';
import { UnreadableError } from './format.ts';
import type { Disk, Keeping, KeptSet, Origin, Recalled, TextsToKeep } from './types.ts';
import { type KeptPlace, Vault } from './vault.ts';
import { type Group, Waiting } from './waiting.ts';
import { wordsOf } from './words.ts';

/** Rows read between two checks for freed ones. */
const TAKEN_TOGETHER = 4096;

/**
 * Rows in memory that are written to the disk as they come, and read from there on demand. Rows that the disk does not
 * take stay in memory, and are offered again.
 */
export class KeptRows implements RowStore {
  readonly #memory = new MemoryRows();
  /** Rows that are on the disk and not in memory, by number. */
  readonly #placed = new Map<number, KeptPlace>();
  readonly #vault: Vault | null;
  readonly #waiting = new Waiting();
  /** The last disk operation: they run one after the other. */
  #last: Promise<unknown> = Promise.resolve();
  #keeping: Keeping = { state: 'kept' };

  /** Called when the disk takes no more, or takes again. */
  onKeeping: (keeping: Keeping) => void = () => {};
  /** Called with lost rows: damaged on the disk, or deleted by another tab. */
  onGone: (rows: Uint32Array) => void = () => {};

  /** @param disk Null without one. */
  constructor(disk: Disk | null) {
    this.#vault = disk === null ? null : new Vault(disk);
  }

  /** Bytes of rows in memory, those of the disk aside. */
  get bytes(): number {
    return this.#memory.bytes;
  }

  /** @param texts Texts of the rows, if they are to be kept. */
  add(vectors: Float32Array<ArrayBuffer>, dim: number, texts?: TextsToKeep | null): number {
    const first = this.#memory.add(vectors, dim);
    if (texts && this.#vault !== null && texts.pairs.length > 0) {
      this.#waiting.add({ first, dim, texts });
      void this.#inTurn(() => this.#keep());
    }
    return first;
  }

  async gather(set: Omit<VectorSet, 'id'>): Promise<Float32Array<ArrayBuffer>> {
    if (!set.rows.some((row) => this.#placed.has(row))) return this.#memory.gather(set);
    return this.#inTurn(() => this.#gather(set));
  }

  free(rows: Uint32Array): void {
    this.#memory.free(rows);
    for (const row of rows) this.#placed.delete(row);
  }

  /** Finds kept pairs, and numbers their rows. Reads no row yet. */
  recall(origin: Origin, pairs: readonly Pair[]): Promise<Recalled> {
    return this.#inTurn(async () => {
      const places = (await this.#vault?.find(origin, pairs)) ?? [];
      const at = [...places.keys()].filter((index) => places[index] !== null);
      const found = at.map((index) => places[index]!);
      const dim = found[0]?.dim ?? 0;
      const first = this.#memory.reserve(found.length);
      for (const [index, place] of found.entries()) this.#placed.set(first + index, place);
      const facts = found.map(({ folder, position }) => folder.facts(position));
      return {
        first,
        dim,
        at: Uint32Array.from(at),
        tokens: Uint32Array.from(facts, ({ tokens }) => tokens),
        masked: Uint32Array.from(facts, ({ masked }) => masked),
        truncated: Uint8Array.from(facts, ({ truncated }) => (truncated ? 1 : 0)),
        unread: facts.map(({ unread }) => unread),
        zeros: Uint8Array.from(facts, ({ zeros }) => (zeros ? 1 : 0)),
      };
    });
  }

  /**
   * Writes vectors that come from elsewhere to the disk: Float32Array [texts × dim]. They have no numbers until they are
   * recalled.
   * @throws VectorsError where there is no disk, or it takes no more.
   */
  give(vectors: Float32Array<ArrayBuffer>, dim: number, texts: TextsToKeep): Promise<void> {
    return this.#inTurn(async () => {
      const [instruction] = texts.pairs[0] ?? [];
      if (instruction === undefined) return;
      if (this.#vault === null) {
        throw new VectorsError(
          'This browser keeps nothing for the page, so vectors of a file have no place. Use a window that is not private.',
        );
      }
      const added = texts.pairs.map(([, text], index) => ({
        text,
        facts: factsOf(texts, index),
        row: vectors.subarray(index * dim, (index + 1) * dim),
      }));
      try {
        await this.#vault.commit(texts.origin, instruction, dim, added);
      } catch (error) {
        throw new VectorsError(wordsOf(error).message);
      }
    });
  }

  list(): Promise<KeptSet[]> {
    return this.#inTurn(async () => (await this.#vault?.list()) ?? []);
  }

  /** Deletes sets from the disk; rows in use stay in memory. Then offers waiting rows again. */
  remove(ids: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#vault === null) return;
      for (const id of ids) {
        await this.#takeIntoMemory(id);
        this.#waiting.drop(id);
        await this.#vault.remove(id);
      }
      await this.#keep();
    });
  }

  /** Offers the disk again the rows it did not take. */
  keepAgain(): Promise<void> {
    return this.#inTurn(() => this.#keep());
  }

  async #gather(set: Omit<VectorSet, 'id'>): Promise<Float32Array<ArrayBuffer>> {
    const { dim } = set;
    const places = Array.from(set.rows, (row) => this.#placed.get(row) ?? null);
    const other = places.findIndex((place) => place !== null && place.dim !== dim);
    if (other >= 0) {
      throw new VectorsError(
        `Vector ${set.rows[other]} has ${places[other]!.dim} values, not ${dim}: embed it again.`,
      );
    }
    const inMemory = set.rows.map((row, index) => (places[index] === null ? row : NO_ROW));
    const gathered = this.#memory.gather({ ...set, rows: inMemory });
    const missing = await this.#vault!.read(places, (index, row) => gathered.set(row, index * dim));
    if (missing.length === 0) return gathered;
    const gone = Uint32Array.from(new Set(missing.map((index) => set.rows[index]!)));
    this.#lose(gone);
    throw new VectorsError(
      `${gone.length} of the vectors kept in this browser ${gone.length === 1 ? 'is' : 'are'} damaged or deleted: they are embedded again.`,
    );
  }

  /** Reads the rows in use of a folder that is about to be deleted. */
  async #takeIntoMemory(folder: string): Promise<void> {
    const inUse = [...this.#placed].filter(([, place]) => place.folder.name === folder);
    // All rows of a folder have one width.
    const dim = inUse[0]?.[1].dim ?? 0;
    const lost: number[] = [];
    for (let at = 0; at < inUse.length; at += TAKEN_TOGETHER) {
      const some = inUse.slice(at, at + TAKEN_TOGETHER);
      const read: (Float32Array<ArrayBuffer> | null)[] = some.map(() => null);
      await this.#vault!.read(
        some.map(([, place]) => place),
        (index, row) => {
          read[index] = Float32Array.from(row);
        },
      );
      for (const [index, [row]] of some.entries()) {
        // The row may have been freed meanwhile.
        if (!this.#placed.delete(row)) continue;
        if (read[index] === null) lost.push(row);
        else this.#memory.restore(row, read[index]!, dim);
      }
    }
    if (lost.length > 0) this.#lose(Uint32Array.from(lost));
  }

  #lose(rows: Uint32Array): void {
    for (const row of rows) this.#placed.delete(row);
    this.onGone(rows);
  }

  /** Writes waiting rows to the disk, the oldest first. A folder that cannot be read holds up no other. */
  async #keep(): Promise<void> {
    let failure: unknown = null;
    for (const group of this.#waiting.all()) {
      try {
        await this.#keepGroup(group);
        this.#waiting.done(group);
      } catch (error) {
        failure ??= error;
        if (!(error instanceof UnreadableError)) break;
      }
    }
    this.#say(
      failure === null ? { state: 'kept' } : { ...wordsOf(failure), waiting: this.#waiting.size },
    );
  }

  async #keepGroup({ origin, instruction, dim, first, indexes, texts }: Group): Promise<void> {
    // Some rows were freed while they waited.
    const live = indexes.filter((index) => this.#memory.has(first + index));
    if (live.length === 0) return;
    const rows = this.#memory.gather({
      rows: Uint32Array.from(live, (index) => first + index),
      count: live.length,
      dim,
    });
    const added = live.map((index, at) => ({
      text: texts.pairs[index]![1],
      facts: factsOf(texts, index),
      row: rows.subarray(at * dim, (at + 1) * dim),
    }));
    const kept = await this.#vault!.commit(origin, instruction, dim, added);
    this.#move(first, live, kept);
  }

  /** Moves rows to the disk: from now on they are read from there. */
  #move(first: number, indexes: readonly number[], kept: readonly KeptPlace[]): void {
    const still = [...indexes.keys()].filter((at) => this.#memory.has(first + indexes[at]!));
    for (const at of still) this.#placed.set(first + indexes[at]!, kept[at]!);
    this.#memory.free(Uint32Array.from(still, (at) => first + indexes[at]!));
  }

  #say(keeping: Keeping): void {
    if (keeping.state === 'kept' && this.#keeping.state === 'kept') return;
    this.#keeping = keeping;
    this.onKeeping(keeping);
  }

  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(task, task);
    this.#last = done.catch(() => {});
    return done;
  }
}

function factsOf(texts: TextsToKeep, index: number) {
  return {
    tokens: texts.tokens[index]!,
    masked: texts.masked[index]!,
    truncated: texts.truncated[index] === 1,
    unread: texts.unread[index] ?? null,
    zeros: texts.zeros[index] === 1,
  };
}
