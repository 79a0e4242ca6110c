import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFolderPath, checkRange } from '../checkpoint/source.ts';
import type { ByteSource, ModelFolder } from '../checkpoint/types.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { brokenLink } from './hub-cache.ts';

/**
 * A model folder on disk, for scripts and tests. It is a module of its own that only Node code
 * imports, so that no bundle for the page contains `node:fs`.
 */
export function nodeFolder(directory: string): ModelFolder {
  return {
    label: directory,
    async open(path, signal) {
      signal?.throwIfAborted();
      checkFolderPath(directory, path);
      const file = join(directory, path);
      try {
        const found = await stat(file);
        return found.isFile() ? nodeSource(file, found.size) : null;
      } catch (cause) {
        const isMissing = isSystemError(cause, 'ENOENT') || isSystemError(cause, 'ENOTDIR');
        // A link to nothing is a file that the model should have: passed over, it would change the vectors.
        const broken = isMissing ? brokenLink(file) : null;
        if (broken !== null) throw new CheckpointError(broken, { file });
        if (isMissing) return null;
        throw unreadable(file, cause);
      }
    },
  };
}

/** Opens the file for each read, so that no handle has to be closed. */
function nodeSource(file: string, size: number): ByteSource {
  return {
    name: file,
    size,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      checkRange(file, size, start, end);
      const bytes = new Uint8Array(end - start);
      let handle: FileHandle | undefined;
      try {
        handle = await open(file);
        let filled = 0;
        while (filled < bytes.byteLength) {
          // The operating system refuses a read call of 2 GiB or more.
          const length = Math.min(bytes.byteLength - filled, 1 << 30);
          const { bytesRead } = await handle.read(bytes, filled, length, start + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
          signal?.throwIfAborted();
        }
        checkRange(file, start + filled, start, end);
      } catch (cause) {
        if (cause instanceof CheckpointError || signal?.aborted) throw cause;
        throw unreadable(file, cause);
      } finally {
        await handle?.close();
      }
      return bytes;
    },
  };
}

function isSystemError(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}

function unreadable(file: string, cause: unknown): CheckpointError {
  return new CheckpointError(
    `could not be read (${cause instanceof Error ? cause.message : String(cause)})`,
    { file },
  );
}
