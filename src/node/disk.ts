/** Writes bytes to a disk and checks that it has room. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { type FileHandle, open, statfs } from 'node:fs/promises';
import { FileError } from './errors.ts';

/** Most bytes of one write call: the operating system refuses 2 GiB or more. */
const PIECE = 1 << 28;

/** @param path Path for the error. @param folder Folder on the target disk. @throws FileError */
export async function checkSpace(path: string, folder: string, bytes: number): Promise<void> {
  // Some network file systems report no space; then a full disk shows only when writing.
  const disk = await statfs(folder).catch(() => null);
  if (disk === null || disk.blocks === 0) return;
  const free = disk.bavail * disk.bsize;
  if (bytes <= free) return;
  throw new FileError(
    path,
    `needs ${size(bytes)}, and its disk has ${size(free)} free; free some space, or name a place on another disk`,
    { code: 'ENOSPC' },
  );
}

export async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.byteLength; ) {
    const length = Math.min(PIECE, bytes.byteLength - done);
    done += (await file.write(bytes, done, length)).bytesWritten;
  }
}

/** Writes a new file. When this resolves, the bytes are on the disk and not in a buffer. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await writeAll(file, bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a folder's current names survive a crash. Some systems cannot; that does no harm. */
export function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {}
}

function size(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
