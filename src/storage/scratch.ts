/**
 * Files of one import that have to lie somewhere while it runs: `scratch/<id>/` in the private file system. A tab
 * that is closed leaves its folder behind; the next import anywhere removes it, as its lock is free.
 */
import { storageError } from './model-store.ts';

const FOLDER = 'scratch';
const lockOf = (id: string) => `facet-scratch-${id}`;

export interface Scratch {
  /** Writes a file as it comes. @throws StorageError if the disk is full; what `chunks` throws. */
  keep(chunks: AsyncIterable<Uint8Array>): Promise<Blob>;
}

/** Runs `task` with a scratch of its own, which goes with it whatever happens. */
export async function withScratch<Result>(
  task: (scratch: Scratch) => Promise<Result>,
): Promise<Result> {
  const id = crypto.randomUUID();
  let folder: FileSystemDirectoryHandle | null = null;
  let files = 0;
  const open = async () => {
    const all = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, {
      create: true,
    });
    await removeStale(all);
    return all.getDirectoryHandle(id, { create: true });
  };
  const run = async () => {
    try {
      return await task({
        async keep(chunks) {
          folder ??= await open();
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
      });
    } finally {
      if (folder !== null) await removeFolder(id);
    }
  };
  if (navigator.locks === undefined) return run();
  return navigator.locks.request(lockOf(id), run);
}

/** Removes what closed tabs left behind. */
async function removeStale(all: FileSystemDirectoryHandle): Promise<void> {
  const held = (await navigator.locks?.query())?.held?.map(({ name }) => name) ?? null;
  // Where it cannot be told whose they are, they stay.
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
