import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Undo, undoOnFailure } from './cleanup.ts';
import { checkSpace, syncFolder, writeAll, writeDurably } from './disk.ts';
import { codeOf, FileError } from './errors.ts';
import { realPlace } from './places.ts';

/**
 * A folder whose files appear together. They gather in a folder made before the work, and move when all
 * are there. For a new target, that folder lies beside it and becomes it; for an existing one, it lies
 * inside, so that a mounted or linked folder works too.
 */
export class OutputFolder {
  readonly #name: string;
  readonly #target: string;
  readonly #gathering: string;
  readonly #names: string[] = [];
  readonly #exists: boolean;
  readonly #undo: Undo;

  /** @param made Folders made for it, the innermost first. */
  private constructor(name: string, target: string, exists: boolean, made: readonly string[]) {
    const suffix = `partial-${process.pid}`;
    this.#name = name;
    this.#target = target;
    this.#exists = exists;
    this.#gathering = exists ? join(target, `.facet-${suffix}`) : `${target}.${suffix}`;
    this.#undo = undoOnFailure(() => {
      rmSync(this.#gathering, { recursive: true, force: true });
      for (const folder of made) rmdirSync(folder);
    });
  }

  /** @throws FileError if nothing can be written there. */
  static open(name: string): OutputFolder {
    let output: OutputFolder | undefined;
    try {
      const target = realPlace(name);
      const found = statSync(target, { throwIfNoEntry: false });
      if (found?.isDirectory() === false) throw new FileError(name, 'is a file; name a folder');
      output = new OutputFolder(name, target, found !== undefined, makeParents(target));
      // A killed process with this process's number left a folder with this name.
      rmSync(output.#gathering, { recursive: true, force: true });
      mkdirSync(output.#gathering);
      return output;
    } catch (error) {
      output?.discard();
      const folder = dirname(name);
      if (codeOf(error) === 'ENOENT' && existsSync(folder)) {
        throw FileError.unmakeable(name, folder, error);
      }
      throw FileError.of(name, error);
    }
  }

  /** Path of the folder where the files are until `finish`. */
  get gathering(): string {
    return this.#gathering;
  }

  /** @throws FileError if the disk is known to lack the room. */
  checkSpace(bytes: number): Promise<void> {
    return checkSpace(this.#name, this.#gathering, bytes);
  }

  /** @throws FileError */
  async write(file: string, bytes: Uint8Array): Promise<void> {
    try {
      await writeDurably(join(this.#gathering, file), bytes);
      this.#names.push(file);
    } catch (error) {
      throw FileError.of(join(this.#name, file), error);
    }
  }

  /** Writes a file piece by piece: one too large for a buffer. @throws FileError; errors of the pieces. */
  async writePieces(file: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const path = join(this.#gathering, file);
    const handle = await open(path, 'wx').catch((error: unknown) => {
      throw FileError.of(join(this.#name, file), error);
    });
    try {
      for await (const piece of pieces) {
        await writeAll(handle, piece).catch((error: unknown) => {
          throw FileError.of(join(this.#name, file), error);
        });
      }
      await handle.sync();
      this.#names.push(file);
    } finally {
      await handle.close();
    }
  }

  /**
   * Moves the files to their place, the last written last; its arrival completes the folder.
   * @param outdated Files of the folder to remove. All others stay.
   * @throws FileError
   */
  finish(outdated: readonly string[]): void {
    // Synchronous, so that no signal comes between.
    try {
      if (!this.#exists) {
        renameSync(this.#gathering, this.#target);
      } else {
        const last = this.#names.at(-1)!;
        for (const file of [last, ...outdated]) rmSync(join(this.#target, file), { force: true });
        for (const file of this.#names) {
          renameSync(join(this.#gathering, file), join(this.#target, file));
        }
        rmdirSync(this.#gathering);
      }
      this.#undo.forget();
      syncFolder(this.#target);
      syncFolder(dirname(this.#target));
    } catch (error) {
      throw FileError.of(this.#name, error);
    }
  }

  /** Leaves everything as it was before. */
  discard(): void {
    this.#undo.run();
  }
}

/** @returns the folders that had to be made, the innermost first. */
function makeParents(path: string): string[] {
  const parent = dirname(path);
  const first = mkdirSync(parent, { recursive: true });
  if (first === undefined) return [];
  const made = [parent];
  while (made.at(-1) !== first) made.push(dirname(made.at(-1)!));
  return made;
}
