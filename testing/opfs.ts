/** Browser storage for tests in Node: a private file system in memory, and locks as in the standard. */
import { storageFactory } from 'opfs-mock';
import { vi } from 'vitest';

interface Held {
  readonly name: string;
}

/** Exclusive locks of one agent, first come first served, as `navigator.locks` gives a page's workers. */
class Locks {
  readonly #tails = new Map<string, Promise<unknown>>();
  readonly #held = new Set<string>();

  request<Result>(name: string, task: (lock: Held) => Promise<Result>): Promise<Result>;
  request<Result>(
    name: string,
    options: { ifAvailable: true },
    task: (lock: Held | null) => Promise<Result>,
  ): Promise<Result>;
  async request<Result>(
    name: string,
    first: { ifAvailable: true } | ((lock: Held) => Promise<Result>),
    second?: (lock: Held | null) => Promise<Result>,
  ): Promise<Result> {
    if (typeof first !== 'function' && this.#held.has(name)) return second!(null);
    const task = typeof first === 'function' ? first : second!;
    const before = this.#tails.get(name);
    const mine = (async () => {
      await before;
      this.#held.add(name);
      try {
        return await task({ name });
      } finally {
        this.#held.delete(name);
      }
    })();
    this.#tails.set(
      name,
      mine.catch(() => {}),
    );
    return mine;
  }

  async query(): Promise<{ held: Held[] }> {
    return { held: [...this.#held].map((name) => ({ name })) };
  }
}

/** Stubs a new, empty `navigator.storage` and free locks. @returns the private file system's root */
export function stubStorage(
  options: Parameters<typeof storageFactory>[0] = {},
): Promise<FileSystemDirectoryHandle> {
  const storage = storageFactory(options);
  vi.stubGlobal('navigator', { storage, locks: new Locks() });
  return storage.getDirectory();
}

/** Reads a file of the private file system. */
export async function bytesAt(
  root: FileSystemDirectoryHandle,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = await (await handleAt(root, path)).getFile();
  return new Uint8Array(await file.arrayBuffer());
}

/** Writes a file and the folders above it. */
export async function putAt(
  root: FileSystemDirectoryHandle,
  path: string,
  bytes: Uint8Array<ArrayBuffer> | string,
): Promise<void> {
  const stream = await (await handleAt(root, path, true)).createWritable();
  await stream.write(bytes);
  await stream.close();
}

/** Sorted names in a folder; empty if the folder does not exist. */
export async function namesAt(root: FileSystemDirectoryHandle, path: string): Promise<string[]> {
  let folder = root;
  for (const part of path.split('/')) {
    const next = await folder.getDirectoryHandle(part).catch(() => null);
    if (next === null) return [];
    folder = next;
  }
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names.sort();
}

async function handleAt(root: FileSystemDirectoryHandle, path: string, create = false) {
  const parts = path.split('/');
  const name = parts.pop()!;
  let folder = root;
  for (const part of parts) folder = await folder.getDirectoryHandle(part, { create });
  return folder.getFileHandle(name, { create });
}
