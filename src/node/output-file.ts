import { existsSync, renameSync, rmSync } from 'node:fs';
import { access, constants, type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Undo, undoOnFailure } from './cleanup.ts';
import { checkSpace, syncFolder, writeAll } from './disk.ts';
import { codeOf, FileError } from './errors.ts';
import { realPlace } from './places.ts';

/** Place of the bytes until the file is complete. */
interface Beside {
  readonly path: string;
  readonly file: FileHandle;
  readonly undo: Undo;
}

/**
 * A file that appears whole or not at all. It is opened before the work, so that an unwritable place
 * shows at once; the bytes are written beside it and renamed when complete. A device, a pipe and "-"
 * (standard output) are written directly.
 */
export class OutputFile {
  readonly #name: string;
  readonly #target: string;
  readonly #beside: Beside | null;

  private constructor(name: string, target: string, beside: Beside | null) {
    this.#name = name;
    this.#target = target;
    this.#beside = beside;
  }

  /** @throws FileError if nothing can be written there. */
  static async open(name: string): Promise<OutputFile> {
    if (name === '-') return new OutputFile('standard output', name, null);
    try {
      if (/[\\/]$/.test(name)) throw new FileError(name, 'names a folder; name a file in it');
      const target = realPlace(name);
      const found = await stat(target).catch((error) => {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      });
      if (found?.isDirectory()) throw new FileError(name, 'is a folder; name a file in it');
      if (found !== null && !found.isFile()) {
        await access(target, constants.W_OK);
        return new OutputFile(name, target, null);
      }
      return new OutputFile(name, target, await openBeside(target, found?.mode));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw FileError.of(name, error);
      const folder = dirname(name);
      if (existsSync(folder)) throw FileError.unmakeable(name, folder, error);
      throw new FileError(name, `there is no folder ${folder}; make it first`, { cause: error });
    }
  }

  /** @throws FileError if the disk is known to lack the room. */
  async checkSpace(bytes: number): Promise<void> {
    if (this.#beside !== null) await checkSpace(this.#name, dirname(this.#target), bytes);
  }

  /** Writes the pieces in order and finishes. @throws FileError, or EPIPE if a pipe's reader has left. */
  async write(...pieces: readonly Uint8Array[]): Promise<void> {
    try {
      if (this.#target === '-') for (const piece of pieces) await toStandardOutput(piece);
      else if (this.#beside === null) await toDevice(this.#target, pieces);
      else await this.#replace(this.#beside, pieces);
    } catch (error) {
      if (codeOf(error) === 'EPIPE') throw error;
      const failure = FileError.of(this.#name, error);
      if (this.#target !== '-') throw failure;
      throw new FileError(
        'the vectors could not be written to standard output',
        `${failure.reason}. Send it elsewhere, or name a file with --output`,
        { cause: error },
      );
    }
  }

  async #replace({ path, file, undo }: Beside, pieces: readonly Uint8Array[]): Promise<void> {
    try {
      for (const piece of pieces) await writeAll(file, piece);
      await file.sync();
      await file.close();
      // Both steps are synchronous, so no signal comes between them.
      renameSync(path, this.#target);
      undo.forget();
    } catch (error) {
      await file.close().catch(() => {});
      undo.run();
      throw error;
    }
    syncFolder(dirname(this.#target));
  }
}

async function openBeside(target: string, mode = 0o666): Promise<Beside> {
  const path = `${target}.partial-${process.pid}`;
  // A killed process with this process's number left a file with this name.
  rmSync(path, { force: true });
  const file = await open(path, 'wx', mode & 0o777);
  return { path, file, undo: undoOnFailure(() => rmSync(path, { force: true })) };
}

async function toDevice(path: string, pieces: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const piece of pieces) await writeAll(file, piece);
  } finally {
    await file.close();
  }
}

function toStandardOutput(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
