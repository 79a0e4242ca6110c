import { folderName } from './format.ts';
import type { Origin, TextsToKeep } from './types.ts';

/** Texts of one instruction whose rows are to go to the disk. */
export interface Group {
  readonly folder: string;
  readonly origin: Origin;
  readonly instruction: string;
  readonly dim: number;
  /** Number of the row of index 0. */
  readonly first: number;
  /** Indexes into `texts`. */
  readonly indexes: readonly number[];
  readonly texts: TextsToKeep;
}

/** Rows not on the disk yet, the oldest first. */
export class Waiting {
  #groups: Group[] = [];

  /** Number of waiting texts. */
  get size(): number {
    return this.#groups.reduce((sum, { indexes }) => sum + indexes.length, 0);
  }

  add(added: { readonly first: number; readonly dim: number; readonly texts: TextsToKeep }): void {
    const { origin, pairs, refused } = added.texts;
    const byInstruction = new Map<string, number[]>();
    for (const [index, [instruction]] of pairs.entries()) {
      if ((refused[index] ?? null) !== null) continue;
      const indexes = byInstruction.get(instruction);
      if (indexes === undefined) byInstruction.set(instruction, [index]);
      else indexes.push(index);
    }
    for (const [instruction, indexes] of byInstruction) {
      const folder = folderName(origin, instruction);
      this.#groups.push({ ...added, folder, origin, instruction, indexes });
    }
  }

  /** Returns all waiting groups. */
  all(): readonly Group[] {
    return [...this.#groups];
  }

  /** Removes a group that is on the disk now. */
  done(group: Group): void {
    this.#groups = this.#groups.filter((each) => each !== group);
  }

  /** Drops the rows that were to go into a folder. */
  drop(folder: string): void {
    this.#groups = this.#groups.filter((group) => group.folder !== folder);
  }
}
