import { CheckpointError } from '../lib/checkpoint-error.ts';
import type { ByteSource, ModelFolder } from './types.ts';

/**
 * Sources with their bytes at hand: memory, and `Blob`/`File` (a dropped or picked folder). HTTP is in http-folder.ts,
 * Node's file system in node-folder.ts.
 */

/** Throws CheckpointError unless `[start, end)` lies inside a file of `size` bytes. */
export function checkRange(name: string, size: number, start: number, end: number): void {
  const valid = Number.isSafeInteger(start) && Number.isSafeInteger(end);
  if (!valid || start < 0 || end < start || end > size) {
    throw new CheckpointError(
      `bytes ${start} to ${end} lie outside the file, which has ${size} bytes; it is cut short or damaged: fetch it again`,
      { file: name },
    );
  }
}

/**
 * Refuses paths that leave the folder: they come from foreign files (modules.json, shard indexes) and must not reach a
 * file system or a server.
 */
export function checkFolderPath(label: string, path: string): void {
  const bad = path
    .split('/')
    .some((part) => part === '' || part === '.' || part === '..' || /[\\:]/.test(part));
  if (bad || path.includes('\0')) {
    throw new CheckpointError(`${JSON.stringify(path)} is not a path inside the model folder`, {
      file: label,
    });
  }
}

/** Makes a source of bytes in memory. `bytes` is not copied: do not change it afterwards. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.byteLength,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      checkRange(name, bytes.byteLength, start, end);
      return new Uint8Array(bytes.subarray(start, end));
    },
  };
}

/** Makes a source of a `File` or `Blob`, read by slices, so that a model of gigabytes is never whole in memory. */
export function blobSource(name: string, blob: Blob): ByteSource {
  return {
    name,
    size: blob.size,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      checkRange(name, blob.size, start, end);
      let bytes: Uint8Array<ArrayBuffer>;
      try {
        bytes = new Uint8Array(await blob.slice(start, end).arrayBuffer());
      } catch (cause) {
        // Browsers refuse a File whose bytes on disk changed after it was picked.
        throw new CheckpointError(
          `could not be read (${cause instanceof Error ? cause.message : String(cause)}); it was moved or changed since it was chosen: choose the folder again`,
          { file: name },
        );
      }
      signal?.throwIfAborted();
      if (bytes.byteLength !== end - start) {
        throw new CheckpointError(
          `gave ${bytes.byteLength} bytes where ${end - start} were asked for; choose the folder again`,
          { file: name },
        );
      }
      return bytes;
    },
  };
}

/** Makes a folder of files by their path in it ("1_Pooling/config.json"), as picked or dropped by the user. */
export function fileFolder(label: string, files: ReadonlyMap<string, Blob>): ModelFolder {
  return {
    label,
    paths: [...files.keys()],
    async open(path, signal) {
      signal?.throwIfAborted();
      checkFolderPath(label, path);
      const file = files.get(path);
      return file === undefined ? null : blobSource(`${label}/${path}`, file);
    },
  };
}
