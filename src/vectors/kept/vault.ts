import type { Pair } from '../../engine/types.ts';
import { KeptFolder, type NewText } from './folder.ts';
import { ABOUT_FILE, folderName, INDEX_FILE, RECORD_BYTES, readAbout } from './format.ts';
import { PageCache } from './page-cache.ts';
import type { Disk, KeptSet, Origin } from './types.ts';

/** Place of a kept row. */
export interface KeptPlace {
  readonly folder: KeptFolder;
  /** Generation of the folder when the row was found. */
  readonly generation: number;
  readonly position: number;
  readonly dim: number;
}

/** Stored vectors. Its caller does one thing at a time. */
export class Vault {
  readonly #disk: Disk;
  readonly #folders = new Map<string, KeptFolder>();
  readonly #pages = new PageCache();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** Finds the places of the pairs' rows; null for those not kept. A folder that cannot be read has none. */
  find(origin: Origin, pairs: readonly Pair[]): Promise<(KeptPlace | null)[]> {
    return this.#disk.locked(false, async () => {
      const folders = new Map<string, KeptFolder | null>();
      for (const [instruction] of pairs) {
        if (folders.has(instruction)) continue;
        const folder = this.#folderOf(origin, instruction);
        folders.set(instruction, (await isReadable(folder)) ? folder : null);
      }
      return pairs.map(([instruction, text]) => {
        const folder = folders.get(instruction)!;
        const position = folder?.find(text) ?? -1;
        return position < 0 ? null : placeIn(folder!, position);
      });
    });
  }

  /**
   * Writes texts of one instruction to the disk.
   * @returns The place of each.
   * @throws UnreadableError for a folder of another version; DOMException where the disk refuses.
   */
  commit(
    origin: Origin,
    instruction: string,
    dim: number,
    texts: readonly NewText[],
  ): Promise<KeptPlace[]> {
    return this.#disk.locked(true, async () => {
      const folder = this.#folderOf(origin, instruction);
      const positions = await folder.commit({ ...origin, instruction, dim }, texts);
      return Array.from(positions, (position) => placeIn(folder, position));
    });
  }

  /**
   * Copies kept rows.
   * @param put Takes the index of a place and its row, Float32Array [dim].
   * @returns The indexes of rows that are gone or damaged.
   */
  read(
    places: readonly (KeptPlace | null)[],
    put: (index: number, row: Float32Array) => void,
  ): Promise<number[]> {
    return this.#disk.locked(false, async () => {
      const missing: number[] = [];
      for (const [index, place] of places.entries()) {
        if (place === null) continue;
        const row = isThere(place) ? await this.#pages.row(place) : null;
        if (row === null) missing.push(index);
        else put(index, row);
      }
      return missing;
    });
  }

  list(): Promise<KeptSet[]> {
    return this.#disk.locked(false, async () => {
      const sets: KeptSet[] = [];
      for (const id of await this.#disk.folders()) {
        const files = await this.#disk.files(id);
        const bytes = [...files.values()].reduce((sum, size) => sum + size, 0);
        const texts = Math.floor((files.get(INDEX_FILE) ?? 0) / RECORD_BYTES);
        const unknown = { model: '', precision: '', device: '', instruction: '', dim: 0 };
        try {
          const size = files.get(ABOUT_FILE) ?? 0;
          const about =
            size === 0 ? null : readAbout(await this.#disk.read(id, ABOUT_FILE, 0, size));
          const { model, precision, device, instruction, dim } = about ?? unknown;
          const said = { model, precision, device, instruction, dim };
          const problem = about === null ? 'It was never finished.' : null;
          sets.push({ id, ...said, texts, bytes, problem });
        } catch (error) {
          const problem = error instanceof Error ? error.message : String(error);
          sets.push({ id, ...unknown, texts, bytes, problem });
        }
      }
      return sets.sort((a, b) => b.bytes - a.bytes || (a.id < b.id ? -1 : 1));
    });
  }

  async remove(id: string): Promise<void> {
    await this.#disk.locked(true, () => this.#disk.remove(id));
    this.#folders.delete(id);
    this.#pages.drop(id);
  }

  #folderOf(origin: Origin, instruction: string): KeptFolder {
    const name = folderName(origin, instruction);
    let folder = this.#folders.get(name);
    if (folder === undefined) {
      folder = new KeptFolder(this.#disk, name);
      this.#folders.set(name, folder);
    }
    return folder;
  }
}

function placeIn(folder: KeptFolder, position: number): KeptPlace {
  return { folder, generation: folder.generation, position, dim: folder.dim };
}

function isThere({ folder, generation }: KeptPlace): boolean {
  return folder.generation === generation;
}

/** Whether a folder can be read. If not, it counts as not kept; the list of stored sets says why. */
async function isReadable(folder: KeptFolder): Promise<boolean> {
  try {
    await folder.refresh();
    return true;
  } catch {
    return false;
  }
}
