/**
 * Files that one import stores while it is prepared and runs: `scratch/<id>/` in the private file system.
 * A closed tab leaves its folder behind; the next import anywhere removes it, because its lock is free.
 */
import { storageError } from '../model-folder/model-store.ts';

const FOLDER = 'scratch';
const lockOf = (id: string) => `facet-scratch-${id}`;

export interface Scratch {
  /** Writes a file as it arrives. @throws StorageError if the disk is full; any error of `chunks`. */
  keep(chunks: AsyncIterable<Uint8Array>): Promise<Blob>;
  /** Whether any file was kept. */
  used(): boolean;
  /** Removes the kept files. */
  close(): Promise<void>;
}

/** Opens a scratch, which makes no folder before the first `keep`. Its owner must always close it. */
export async function openScratch(): Promise<Scratch> {
  const id = crypto.randomUUID();
  const unlock = await lock(lockOf(id));
  let folder: FileSystemDirectoryHandle | null = null;
  let files = 0;
  return {
    async keep(chunks) {
      folder ??= await openFolder(id);
      files += 1;
      const handle = await folder.getFileHandle(String(files), { create: true });
      const stream = await handle.createWritable();
      try {
        for await (const chunk of chunks) {
          await stream.write(chunk as Uint8Array<ArrayBuffer>).catch((error: unknown) => {
            throw storageError(error);
          });
        }
      } catch (error) {
        await stream.abort().catch(() => undefined);
        throw error;
      }
      await stream.close();
      return handle.getFile();
    },
    used: () => folder !== null,
    async close() {
      if (folder !== null) await removeFolder(id);
      folder = null;
      unlock();
    },
  };
}

/** @returns a function that releases the lock. */
function lock(name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    if (navigator.locks === undefined) return resolve(() => undefined);
    const held = () => new Promise<void>((unlock) => resolve(unlock));
    navigator.locks.request(name, held).catch(reject);
  });
}

async function openFolder(id: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  const all = await root.getDirectoryHandle(FOLDER, { create: true });
  await removeStale(all);
  return all.getDirectoryHandle(id, { create: true });
}

/** Removes the folders of closed tabs. */
async function removeStale(all: FileSystemDirectoryHandle): Promise<void> {
  const held = (await navigator.locks?.query())?.held?.map(({ name }) => name) ?? null;
  // Folders stay if their owners cannot be determined.
  if (held === null) return;
  const names: string[] = [];
  for await (const name of all.keys()) names.push(name);
  for (const name of names) if (!held.includes(lockOf(name))) await removeFolder(name);
}

async function removeFolder(id: string): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const all = await root.getDirectoryHandle(FOLDER);
  await all.removeEntry(id, { recursive: true }).catch(() => undefined);
}
